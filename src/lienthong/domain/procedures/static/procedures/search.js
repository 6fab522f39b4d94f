// From the field into the results and back with the arrows; Escape returns to the field. Tab works as everywhere.
document.addEventListener("keydown", (event) => {
  const field = document.querySelector("[data-typed][aria-controls]");
  if (!field || event.isComposing || event.altKey || event.ctrlKey || event.metaKey) return;
  const links = [...document.getElementById(field.getAttribute("aria-controls")).querySelectorAll(".proc-list > li > a")];
  const place = event.target === field ? -1 : links.indexOf(event.target);
  if (place < 0 && event.target !== field) return;
  if (event.key === "ArrowDown") (links[place + 1] ?? event.target).focus();
  else if (event.key === "ArrowUp" && place >= 0) (links[place - 1] ?? field).focus();
  else if (event.key === "Escape" && place >= 0) field.focus();
  else return;
  event.preventDefault();
});
