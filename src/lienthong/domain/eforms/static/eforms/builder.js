// The builder of forms: typing is saved when a syllable is finished, frames follow the draft, the title saves itself.

// Saved when one leaves it; the browser's own check of `required` comes first.
document.addEventListener("change", (event) => {
  if (event.target.matches("[data-fb-submit-on-change]")) event.target.form.requestSubmit();
});

// A saving that changes what the panel asks brings a new panel. What was answered while it was on its way is put into the new one and saved next.
const unsent = new Map();
let sending = false;

document.addEventListener("htmx:beforeRequest", (event) => {
  if (!event.target.closest(".fb-form")) return;
  sending = true;
  unsent.clear();
});
document.addEventListener("htmx:afterRequest", (event) => {
  if (event.target.closest(".fb-form")) sending = false;
});
document.addEventListener("input", ({ target }) => {
  if (!sending || !target.name || !target.closest(".fb-form")) return;
  const choice = target.type === "radio" || target.type === "checkbox";
  unsent.set(choice ? `${target.name}=${target.value}` : target.name, { name: target.name, value: target.value, choice, checked: target.checked });
});
document.addEventListener("htmx:load", (event) => {
  if (event.target.id !== "fb-panel") return;
  sending = false;
  const answers = [...unsent.values()];
  unsent.clear();
  let last = null;
  for (const { name, value, choice, checked } of answers) {
    const box = [...event.target.querySelectorAll("[name]")].find((each) => each.name === name && (!choice || each.value === value));
    if (!box) continue;
    if (choice) box.checked = checked;
    else box.value = value;
    last = box;
  }
  last?.dispatchEvent(new Event("change", { bubbles: true }));
});

// The phone shows the draft as it is now, at the question that is being edited. (A fragment in the address would scroll this page too.)
function show() {
  const frame = document.getElementById("fb-frame");
  const at = document.getElementById("fb-at");
  const inside = frame?.contentDocument;
  const field = at?.dataset.name && inside?.getElementById(`f-${at.dataset.name}`)?.closest(".lt-field");
  if (!field) return;
  for (const old of inside.querySelectorAll(".fb-here")) old.classList.remove("fb-here");
  field.classList.add("fb-here");
  const { top, bottom } = field.getBoundingClientRect();
  const room = frame.contentWindow.innerHeight;
  if (top < 0 || bottom > room) frame.contentWindow.scrollBy(0, top - Math.max(80, (room - (bottom - top)) / 3));
}

function follow() {
  const frame = document.getElementById("fb-frame");
  if (!frame || frame.dataset.followed) return;
  frame.dataset.followed = "1";
  frame.addEventListener("load", show);
  if (frame.contentDocument?.readyState === "complete") show();
}
follow();

document.addEventListener("lt:draft-saved", () => {
  const frame = document.getElementById("fb-frame");
  const wanted = document.getElementById("fb-at")?.dataset.src;
  if (!frame?.contentWindow || !wanted) return;
  const top = frame.contentWindow.scrollY;
  frame.addEventListener("load", () => frame.contentWindow.scrollTo(0, top), { once: true, capture: true });
  frame.contentWindow.location.replace(wanted);
});

// The list keeps its place when the editor around it is drawn anew.
let scrolled = 0;
document.addEventListener("htmx:beforeSwap", () => {
  scrolled = document.querySelector(".fb-list")?.scrollTop ?? 0;
});
document.addEventListener("htmx:afterSwap", () => {
  const list = document.querySelector(".fb-list");
  if (list && list.scrollTop !== scrolled) list.scrollTop = scrolled;
});
document.addEventListener("htmx:afterSettle", (event) => {
  follow();
  // On a phone the panel stands below the list: a chosen question comes into sight.
  if (event.target.id === "fb-desk" && matchMedia("(width < 60rem)").matches) {
    document.getElementById("fb-side").scrollIntoView();
    return;
  }
  const list = document.querySelector(".fb-list");
  const row = list?.querySelector("tr[aria-current=true]");
  if (!row || list.scrollHeight <= list.clientHeight) return;
  const { top, bottom } = row.getBoundingClientRect();
  const room = list.getBoundingClientRect();
  if (top < room.top + 32 || bottom > room.bottom) row.scrollIntoView({ block: "nearest" });
});

// A frame that has sent something: the results beside it are asked for again, and the other frame follows.
const tried = [...document.querySelectorAll("[data-fb-try]")];
for (const frame of tried) {
  let loads = 0;
  frame.addEventListener("load", () => {
    if (!loads++) return;
    if (frame.dataset.follows) {
      delete frame.dataset.follows;
      return;
    }
    for (const other of tried) {
      if (other === frame) continue;
      other.dataset.follows = "1";
      other.contentWindow.location.replace(frame.contentWindow.location.href);
    }
    document.body.dispatchEvent(new CustomEvent("lt:tried"));
  });
}
