// Questions that depend on an answer: `data-lt-when="field"` with `data-lt-when-value="a|b"`. Without script all are shown.
function answer(form, name) {
  return new FormData(form).getAll(name).map(String);
}

function update(form) {
  for (const part of form.querySelectorAll("[data-lt-when]")) {
    const wanted = part.dataset.ltWhenValue.split("|");
    const shown = answer(form, part.dataset.ltWhen).some((value) => wanted.includes(value));
    part.hidden = !shown;
    for (const field of part.querySelectorAll("input, select, textarea")) field.disabled = !shown;
  }
}

export function start() {
  document.addEventListener("change", (event) => {
    if (event.target.form?.querySelector("[data-lt-when]")) update(event.target.form);
  });
}
start.look = (root) => {
  const forms = new Set([...(root.querySelectorAll?.("[data-lt-when]") ?? [])].map((part) => part.closest("form")));
  for (const form of forms) if (form) update(form);
};
