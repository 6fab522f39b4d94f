// What is heavy comes only when a page shows one: its files are named by the element itself, `data-script` and `data-css`.
const KINDS = { process: "lt:processes", reader: "lt:readers" };
const asked = new Set();

export function start(root) {
  for (const [kind, event] of Object.entries(KINDS)) {
    const first = root.querySelector?.(`[data-lt-${kind}]`) ?? (root.matches?.(`[data-lt-${kind}]`) ? root : null);
    if (!first?.dataset.script) continue;
    if (asked.has(kind)) {
      document.dispatchEvent(new Event(event));
      continue;
    }
    asked.add(kind);
    if (first.dataset.css)
      document.head.append(Object.assign(document.createElement("link"), { rel: "stylesheet", href: first.dataset.css }));
    document.head.append(Object.assign(document.createElement("script"), { src: first.dataset.script, async: true }));
  }
}
