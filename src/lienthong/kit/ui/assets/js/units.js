// Addresses: `[data-lt-units="URL"]` holds a select of provinces and boxes with suggestions. When the province or the district changes, the
// suggestions are fetched; the district is asked only of former provinces (`cu-…`). Without script the server suggests for the home province.
const boxOf = (address, part) => address.querySelector(`[data-lt-unit="${part}"]`);

function fill(box, names) {
  const list = box?.list;
  list?.replaceChildren(...names.map((name) => Object.assign(document.createElement("option"), { value: name })));
}

// What was typed by mistake stays in sight: the message beside it speaks of it.
function ask(address, { clears = false } = {}) {
  const province = boxOf(address, "province");
  const district = boxOf(address, "district");
  const holder = district?.closest("[data-lt-district]");
  if (!holder || !province) return;
  const former = province.value.startsWith("cu-");
  if (clears && !former) district.value = "";
  holder.hidden = !former && !district.value;
}

async function suggest(address) {
  const query = new URLSearchParams({ tinh: boxOf(address, "province").value, huyen: boxOf(address, "district")?.value ?? "" });
  try {
    const answer = await fetch(`${address.dataset.ltUnits}?${query}`, { headers: { Accept: "application/json" } });
    if (!answer.ok) return;
    const { districts, communes } = await answer.json();
    fill(boxOf(address, "district"), districts);
    fill(boxOf(address, "commune"), communes);
  } catch {
    // No line: people type without suggestions, the server understands them.
  }
}

export function start() {
  document.addEventListener("change", (event) => {
    const address = event.target.dataset?.ltUnit && event.target.closest("[data-lt-units]");
    if (!address || !["province", "district"].includes(event.target.dataset.ltUnit)) return;
    ask(address, { clears: event.target.dataset.ltUnit === "province" });
    suggest(address);
  });
  document.addEventListener("lt:row", (event) => start.look(event.detail));
}
start.look = (root) => {
  for (const address of root.querySelectorAll?.("[data-lt-units]") ?? []) ask(address);
};
