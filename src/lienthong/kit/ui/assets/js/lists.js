// Lists: J and K move through `[data-lt-list]` (its links, or `[data-lt-item]`), X ticks the row one stands on, ticks fill the bulk bar.
// `[data-lt-mark]`: a scanner types a code and presses Enter; what bears that code (`data-lt-code`) is ticked. What is not on the page is
// sent with the form, so the server may know it.
import { lettersOff, typing } from "./keys.js";

function items(list) {
  const marked = [...list.querySelectorAll("[data-lt-item]")];
  const rows = marked.length ? marked : [...list.querySelectorAll("li, tbody tr")];
  return rows.map((row) => (row.matches("a, button") ? row : row.querySelector("a[href], button"))).filter(Boolean);
}

function move(step) {
  const list = document.activeElement?.closest("[data-lt-list]") ?? document.querySelector("[data-lt-list]");
  if (!list) return false;
  const links = items(list);
  if (!links.length) return false;
  let at = links.indexOf(document.activeElement);
  if (at < 0) {
    at = links.findIndex((link) => link.closest('[aria-current]:not([aria-current="false"]), [aria-selected="true"]'));
    if (at < 0) at = step > 0 ? -1 : links.length;
  }
  const next = links[Math.min(Math.max(at + step, 0), links.length - 1)];
  next.focus();
  next.scrollIntoView({ block: "nearest" });
  return true;
}

function tickHere() {
  const tick = document.activeElement?.closest("tr, li")?.querySelector(".lt-tick");
  tick?.click();
  return Boolean(tick);
}

// A receipt's QR code holds an address with `ma=`; a dossier's own code may be typed in small letters.
const codeOf = (text) => (/[?&]ma=([^&#]+)/.exec(text)?.[1] ?? text).trim().toUpperCase();

function mark(field) {
  const code = codeOf(field.value);
  const box = code && document.querySelector(`[data-lt-code="${CSS.escape(code)}"]`);
  if (!box) return false;
  box.checked = true;
  box.dispatchEvent(new Event("change", { bubbles: true }));
  box.closest("tr")?.scrollIntoView({ block: "nearest" });
  const said = document.querySelector("[data-lt-mark-said]");
  if (said) said.textContent = `Đã chọn ${code}`;
  field.value = "";
  return true;
}

function count(table) {
  const all = table.querySelector("[data-lt-all]");
  const ticks = [...table.querySelectorAll(".lt-tick:not([data-lt-all])")];
  const chosen = ticks.filter((tick) => tick.checked).length;
  if (all) {
    all.checked = chosen > 0 && chosen === ticks.length;
    all.indeterminate = chosen > 0 && chosen < ticks.length;
  }
  const scope = table.closest("form") ?? document;
  for (const bar of scope.querySelectorAll("[data-lt-bulk]")) {
    bar.hidden = chosen === 0;
    const number = bar.querySelector("[data-lt-bulk-count]");
    if (number) number.textContent = String(chosen);
  }
}

export function start() {
  document.addEventListener("keydown", (event) => {
    if (event.isComposing || event.keyCode === 229 || event.ctrlKey || event.metaKey || event.altKey) return;
    if (typing(event.target) || lettersOff()) return;
    const step = { j: 1, k: -1 }[event.key.toLowerCase()];
    if (step ? move(step) : event.key.toLowerCase() === "x" && tickHere()) event.preventDefault();
  });
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || event.isComposing || !event.target.matches?.("[data-lt-mark]")) return;
    if (mark(event.target)) event.preventDefault();
  });
  document.addEventListener("change", (event) => {
    const tick = event.target;
    if (!tick.matches?.(".lt-tick")) return;
    const table = tick.closest("table, .lt-queue, form");
    if (!table) return;
    if (tick.matches("[data-lt-all]"))
      for (const other of table.querySelectorAll(".lt-tick:not([data-lt-all])")) other.checked = tick.checked;
    count(table);
  });
  for (const all of document.querySelectorAll("[data-lt-all]")) count(all.closest("table, .lt-queue, form"));
  document.addEventListener("click", (event) => {
    const clear = event.target.closest?.("[data-lt-bulk-clear]");
    const scope = clear?.closest("form") ?? document;
    const table = clear && scope.querySelector("table:has(.lt-tick), .lt-queue:has(.lt-tick)");
    if (!table) return;
    for (const tick of table.querySelectorAll(".lt-tick")) tick.checked = false;
    count(table);
  });
}
