// The grid of a decision table: keys between cells, marks of what is wrong, the rule that fires. Everything works without it too.
const form = document.getElementById("bang");
const cells = (row) => [...row.querySelectorAll(".dt-cell")];

// Up and down keep the column: rows of the grid are bodies with a line of cells, of the tests plain rows.
function neighbour(cell, step) {
  const row = cell.closest("tr");
  const column = cells(row).indexOf(cell);
  const alike = [...cell.closest("table").querySelectorAll("tbody tr")].filter(
    (each) => each.classList.contains("dt-prose") === row.classList.contains("dt-prose"),
  );
  const next = alike[alike.indexOf(row) + step];
  return next && cells(next)[column];
}

function go(cell) {
  if (!cell) return false;
  cell.focus();
  if (cell.select) cell.select();
  cell.scrollIntoView({ block: "nearest", inline: "nearest" });
  return true;
}

form?.addEventListener("keydown", (event) => {
  const cell = event.target.closest(".dt-cell");
  if (!cell || event.isComposing || event.keyCode === 229) return;
  if (event.key === "Enter" && event.ctrlKey) {
    event.preventDefault();
    const act = cell.closest("tbody")?.querySelector('button[value^="add-rule"]');
    act?.click();
    return;
  }
  const step = event.altKey ? { ArrowUp: -1, ArrowDown: 1 }[event.key] : event.key === "Enter" && cell.matches("input, select, .dt-line") ? (event.shiftKey ? -1 : 1) : 0;
  if (!step) return;
  event.preventDefault();
  go(neighbour(cell, step));
});

function mark(strip) {
  const edits = form.elements.edits;
  if (strip.dataset.edits) edits.value = strip.dataset.edits;
  const wrong = new Map([...strip.querySelectorAll("[data-place]")].filter((each) => each.dataset.place).map((each) => [each.dataset.place, each.textContent.trim()]));
  for (const cell of form.querySelectorAll(".dt-cell")) {
    if (wrong.has(cell.id)) {
      cell.setAttribute("aria-invalid", "true");
      cell.title = wrong.get(cell.id);
    } else {
      cell.removeAttribute("aria-invalid");
      cell.removeAttribute("title");
    }
  }
  const fired = new Set((strip.dataset.fired ?? "").split(" "));
  for (const body of form.querySelectorAll("[data-rule]")) body.classList.toggle("is-fired", fired.has(body.dataset.rule));
}

// A link to a column opens its settings; one to a cell puts the cursor there.
function open() {
  const target = location.hash.length > 1 && document.getElementById(decodeURIComponent(location.hash.slice(1)));
  if (!target) return;
  if (target.matches("details")) target.open = true;
  if (target.matches(".dt-cell")) go(target);
}
addEventListener("hashchange", open);

if (form) {
  mark(document.getElementById("soat"));
  open();
  document.addEventListener("htmx:afterSettle", () => mark(document.getElementById("soat")));
}
