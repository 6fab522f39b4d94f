// Rows of a group: `[data-lt-rows]` holds rows `[data-lt-row]`, a <template> of a blank one and buttons `_more`, `_less`. Without script the buttons
// send the page and the server answers with a row more or fewer.
import { make } from "./text.js";

const rowsOf = (group) => [...group.querySelectorAll(":scope > [data-lt-row]")];
const counter = (group) => group.querySelector(":scope > input[type=hidden]");

function renumber(group) {
  const rows = rowsOf(group);
  rows.forEach((row, at) => {
    const title = `${group.dataset.ltRows} ${at + 1}`;
    for (const part of row.querySelectorAll("[data-lt-row-title]")) part.textContent = title;
  });
  const more = group.querySelector(":scope > p > button[name=_more]");
  if (more) more.disabled = rows.length >= Number(group.dataset.ltMost);
  // Autosave hears of it like of any other change.
  counter(group).dispatchEvent(new Event("change", { bubbles: true }));
}

function add(group) {
  const count = counter(group);
  const template = group.querySelector(":scope > template");
  const row = template.content.firstElementChild.cloneNode(true);
  for (const element of [row, ...row.querySelectorAll("*")])
    for (const { name, value } of [...element.attributes])
      if (value.includes("__row__")) element.setAttribute(name, value.replaceAll("__row__", count.value));
  count.value = Number(count.value) + 1;
  template.before(row);
  group.dispatchEvent(new CustomEvent("lt:row", { bubbles: true, detail: row }));
  return row;
}

function drop(group, row) {
  const title = row.querySelector("[data-lt-row-title]").textContent;
  const undo = make("button", "lt-button lt-button--quiet", "Hoàn tác");
  undo.type = "button";
  const said = make("p", "lt-rows-undo", make("span", "", `Đã bỏ ${title}.`), undo);
  said.setAttribute("role", "status");
  row.replaceWith(said);
  undo.addEventListener("click", () => {
    said.replaceWith(row);
    renumber(group);
    row.querySelector("input, select, textarea")?.focus();
  });
  if (!rowsOf(group).length) add(group);
  renumber(group);
  undo.focus();
}

export function start() {
  document.addEventListener("click", (event) => {
    const button = event.target.closest?.("button[name=_more], button[name=_less]");
    const group = button?.closest("[data-lt-rows]");
    if (!group) return;
    event.preventDefault();
    if (button.name === "_less") return drop(group, button.closest("[data-lt-row]"));
    const row = add(group);
    renumber(group);
    row.querySelector("input, select, textarea")?.focus();
  });
}
