// The counter: Enter does what a box is for, 1 2 3 judge a paper, F-keys lead to parts of the screen, a scanner is heard wherever the
// cursor stands, parts that follow from what was typed are drawn anew, the receipt goes to the printer. Without it every button works.
const screen = () => document.getElementById("quay");
const snapshot = (form) => new URLSearchParams([...new FormData(form)].filter(([, value]) => typeof value === "string")).toString();
const boxes = "input:not([type=hidden]):not([type=file]), select, textarea, button:not([tabindex='-1'])";
const shown = (element) => element.getClientRects().length > 0 && !element.disabled;

// ---- the keys of this screen ----
document.addEventListener("keydown", (event) => {
  if (event.isComposing || event.keyCode === 229 || event.defaultPrevented) return;
  const box = event.target;
  if (event.key === "Enter" && box.dataset?.enter) {
    const button = document.getElementById(box.dataset.enter);
    if (!button) return;
    event.preventDefault();
    button.click();
  } else if (event.key === "ArrowDown" && box.dataset?.down) {
    const first = document.getElementById(box.dataset.down)?.querySelector("button");
    if (!first) return;
    event.preventDefault();
    first.focus();
  } else if (/^Arrow(Down|Up)$/.test(event.key) && box.classList?.contains("ct-pick")) {
    const list = [...box.closest("ul").querySelectorAll(".ct-pick")];
    const next = list[list.indexOf(box) + (event.key === "ArrowDown" ? 1 : -1)];
    event.preventDefault();
    next?.focus();
  }
});

// A key of the keyboard leads to a part: its first box that is still to be filled in, else its first.
document.addEventListener("click", (event) => {
  const part = event.target.closest?.("[data-to]") && document.getElementById(event.target.closest("[data-to]").dataset.to);
  if (!part) return;
  const radios = [...part.querySelectorAll(".lt-three")].find((group) => !group.querySelector(":checked"));
  const open = [...part.querySelectorAll(boxes)].filter(shown);
  const blank = open.filter((box) => box.matches("input:not([type=radio]):not([type=checkbox]), select, textarea") && !box.value && !box.closest("details"));
  const empty = blank.find((box) => box.getAttribute("aria-required") === "true") ?? blank[0];
  (radios?.querySelector("input") ?? empty ?? open[0])?.focus();
  event.target.closest("[data-to]").blur?.();
  part.closest("section").scrollIntoView({ block: "nearest" });
});

// Đủ, thiếu, không hợp lệ by 1, 2, 3. A scanner types digits too, but never one alone.
let alone;
document.addEventListener("keydown", (event) => {
  clearTimeout(alone);
  const group = event.target.closest?.(".lt-three");
  if (!group || event.ctrlKey || event.altKey || event.metaKey || event.repeat || !/^[123]$/.test(event.key)) return;
  event.preventDefault();
  const radio = group.querySelectorAll("input")[Number(event.key) - 1];
  alone = setTimeout(() => {
    radio.click();
    if (event.key !== "1") return;
    const groups = [...document.querySelectorAll(".lt-three")];
    const next = groups.slice(groups.indexOf(group) + 1).find((other) => !other.querySelector(":checked"));
    (next?.querySelector("input") ?? radio).focus();
  }, 80);
});

// ---- the scanner: a keyboard that types a whole card in the blink of an eye ----
let burst = "";
let before = null;
let last = 0;
document.addEventListener(
  "keydown",
  (event) => {
    if (event.isComposing || event.ctrlKey || event.metaKey || event.altKey) return;
    const find = document.getElementById("tim-nguoi");
    if (event.timeStamp - last > 100) {
      burst = "";
      before = "value" in event.target ? { box: event.target, value: event.target.value } : null;
    }
    last = event.timeStamp;
    if (event.key.length === 1) burst += event.key;
    if (event.key !== "Enter" || !find || !/^\d{6,12}\|/.test(burst)) return;
    const box = event.target;
    if (box === find || box.name?.startsWith("_the-")) return; // where a card is expected
    event.preventDefault();
    event.stopImmediatePropagation();
    if (before?.box === box && !/^(radio|checkbox|submit|button)$/.test(box.type)) box.value = before.value;
    find.value = burst;
    document.getElementById("tim-nut").click();
  },
  true,
);

// ---- parts that follow from what was typed ----
let drawing = false;
async function redraw() {
  const form = screen();
  if (!form?.dataset.parts || drawing) return;
  drawing = true;
  const stood = snapshot(form);
  try {
    const answer = await fetch(form.dataset.parts, { credentials: "same-origin" });
    if (!answer.ok || answer.redirected) return;
    const fresh = new DOMParser().parseFromString(await answer.text(), "text/html");
    for (const part of fresh.querySelectorAll("[data-part]")) {
      const old = document.getElementById(part.id);
      if (!old || old.dataset.part === part.dataset.part) continue;
      // Somebody types on: what is on the screen is newer than what came.
      if (snapshot(form) !== stood && old.querySelector("input, select, textarea")) continue;
      swap(old, document.adoptNode(part));
    }
  } catch {
    // no line: autosave says so and tries again
  } finally {
    drawing = false;
  }
}

function swap(old, part) {
  const at = old.contains(document.activeElement) ? document.activeElement : null;
  const caret = at && "selectionStart" in at ? at.selectionStart : null;
  const open = new Set([...old.querySelectorAll("details[open] > summary")].map((summary) => summary.textContent));
  old.replaceWith(part);
  for (const summary of part.querySelectorAll("details > summary")) summary.parentElement.open ||= open.has(summary.textContent);
  document.dispatchEvent(new CustomEvent("htmx:load", { detail: { elt: part } }));
  const again = at && (document.getElementById(at.id) ?? [...part.querySelectorAll(boxes)].find((box) => box.name === at.name && box.value === at.value));
  again?.focus({ preventScroll: true });
  if (again && caret !== null && /^(text|search|tel|textarea)$/.test(again.type)) again.setSelectionRange(caret, caret);
}

document.addEventListener("lt:saved", (event) => event.detail.told.parts && redraw());
setInterval(() => document.querySelector("#phi[data-waiting]") && document.visibilityState === "visible" && redraw(), 3000);

// ---- cash: the change while one types ----
document.addEventListener("input", (event) => {
  const box = event.target;
  if (box.id !== "dua") return;
  const given = Number(box.value.replace(/\D/g, ""));
  const left = given - Number(box.dataset.total);
  const money = (amount) => `${String(amount).replace(/\B(?=(\d{3})+$)/g, ".")}\u00a0₫`;
  document.getElementById("thua").textContent = !given ? "" : left < 0 ? `Còn thiếu ${money(-left)}` : `Trả lại ${money(left)}`;
});

// ---- the printer ----
function print(frame) {
  try {
    frame.contentWindow.print();
  } catch {
    open(frame.src, "_blank", "noopener");
  }
  // The keys of this screen go on working: a paper that has the focus would keep them.
  frame.blur();
  window.focus();
  (document.getElementById("goi-tiep") ?? document.getElementById("tiep-nhan"))?.focus();
}
document.addEventListener("click", (event) => {
  const button = event.target.closest?.("[data-print]");
  if (button) print(document.getElementById(button.dataset.print));
});
const now = document.querySelector("iframe[data-print-now]");
now?.addEventListener("load", () => print(now), { once: true });
// A receipt is asked for as it is printed, for every print is counted: it comes into a frame of its own and goes on to the printer.
document.querySelector("iframe[name=bien-lai-in]")?.addEventListener("load", (event) => {
  if (event.target.contentDocument?.URL !== "about:blank") print(event.target);
});
if (now) history.replaceState(null, "", location.pathname);

// ---- where the next step is ----
const land = screen()?.dataset.land ?? (document.getElementById("goi-tiep") ? "goi-tiep" : "");
const place = land && document.getElementById(land);
if (place && !document.querySelector(".lt-summary")) {
  if (place.dataset.to) place.click();
  else (place.matches(`${boxes}, [tabindex]`) ? place : place.querySelector(boxes))?.focus();
}
