// Shows BPMN: `<div data-lt-process="URL of the XML" data-active="Step_2" data-done="Step_1 Flow_1">`.
import NavigatedViewer from "bpmn-js/lib/NavigatedViewer";

async function show(element) {
  if (element.dataset.shown) return;
  element.dataset.shown = "1";
  try {
    const answer = await fetch(element.dataset.ltProcess, { credentials: "same-origin" });
    if (!answer.ok) throw new Error(String(answer.status));
    const viewer = new NavigatedViewer({ container: element });
    await viewer.importXML(await answer.text());
    const canvas = viewer.get("canvas");
    const registry = viewer.get("elementRegistry");
    for (const [list, mark] of [
      [element.dataset.done, "is-done"],
      [element.dataset.active, "is-active"],
    ])
      for (const id of (list ?? "").split(/[\s,]+/).filter(Boolean)) if (registry.get(id)) canvas.addMarker(id, mark);
    canvas.zoom("fit-viewport", "auto");
  } catch {
    element.textContent = "Chưa mở được sơ đồ. Các bước vẫn có trong danh sách bên dưới.";
  }
}

const all = () => document.querySelectorAll("[data-lt-process]").forEach(show);
all();
document.addEventListener("lt:processes", all);
