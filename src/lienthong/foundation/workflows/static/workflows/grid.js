// The table of a process: keys between cells, marks of what is wrong. Everything works without it too.
const form = document.getElementById("bang");
const cells = (row) => [...row.querySelectorAll(".wf-cell")];

function go(cell) {
  if (!cell) return;
  cell.focus();
  cell.select?.();
  cell.scrollIntoView({ block: "nearest", inline: "nearest" });
}

form?.addEventListener("keydown", (event) => {
  const cell = event.target.closest(".wf-cell");
  if (!cell || event.isComposing || event.keyCode === 229) return;
  const row = cell.closest("tr");
  if (event.key === "Enter" && event.ctrlKey) {
    event.preventDefault();
    row.querySelector('button[value^="add-"]').click();
    return;
  }
  const step = event.altKey ? { ArrowUp: -1, ArrowDown: 1 }[event.key] : event.key === "Enter" ? (event.shiftKey ? -1 : 1) : 0;
  if (!step) return;
  event.preventDefault();
  const rows = [...form.querySelectorAll("[data-row]")];
  const next = rows[rows.indexOf(row) + step];
  if (next) go(cells(next)[cells(row).indexOf(cell)]);
});

function mark() {
  const strip = document.getElementById("soat");
  if (strip.dataset.edits) form.elements.edits.value = strip.dataset.edits;
  const wrong = new Map([...strip.querySelectorAll("[data-place]")].filter((each) => each.dataset.place).map((each) => [each.dataset.place, each.textContent.trim()]));
  for (const cell of form.querySelectorAll("[data-typed]")) {
    if (wrong.has(cell.id)) {
      cell.setAttribute("aria-invalid", "true");
      cell.title = wrong.get(cell.id);
    } else {
      cell.removeAttribute("aria-invalid");
      cell.removeAttribute("title");
    }
  }
}

function open() {
  const id = decodeURIComponent(location.hash.slice(1));
  if (id) go(form.querySelector(`#${CSS.escape(id)}:is(.wf-cell, .lt-input)`));
}
addEventListener("hashchange", open);

if (form) {
  open();
  document.addEventListener("htmx:afterSettle", () => {
    mark();
    document.dispatchEvent(new Event("lt:processes"));
    // The questions a condition may ask have come: check the table against them once.
    if (form.elements.known && !form.dataset.asked) {
      form.dataset.asked = "1";
      form.dispatchEvent(new CustomEvent("lt:typed", { bubbles: true }));
    }
  });
}
