// Whose keyboard or hands need other keys: `[data-lt-rebind="F9"]` takes the key pressed in it, Delete switches it off, `[data-lt-rebind-reset]`
// puts all back. Remembered on this machine; every element with that `data-key` follows, with what it shows (WCAG 2.1.4).
const PLACE = "lt-keys-map";

const chosen = () => {
  try {
    return JSON.parse(localStorage.getItem(PLACE)) ?? {};
  } catch {
    return {};
  }
};

function follow(root) {
  const map = chosen();
  for (const element of [root, ...(root.querySelectorAll?.("[data-key]") ?? [])]) {
    if (!element.dataset?.key && element.dataset?.keyFirst === undefined) continue;
    element.dataset.keyFirst ??= element.dataset.key;
    const first = element.dataset.keyFirst;
    const key = map[first] ?? first;
    element.dataset.key = key;
    if (key) element.setAttribute("aria-keyshortcuts", key.replace("Ctrl", "Control"));
    else element.removeAttribute("aria-keyshortcuts");
  }
  for (const hint of root.querySelectorAll?.("kbd") ?? []) {
    hint.dataset.keyFirst ??= hint.textContent.trim().replaceAll(" ", "+");
    const key = map[hint.dataset.keyFirst];
    if (key === undefined && !hint.dataset.keyMoved) continue;
    hint.dataset.keyMoved = "1";
    hint.textContent = (key ?? hint.dataset.keyFirst).replaceAll("+", " ");
    hint.hidden = key === "";
  }
  for (const box of root.querySelectorAll?.("[data-lt-rebind]") ?? []) box.value = map[box.dataset.ltRebind] ?? box.dataset.ltRebind;
}

function nameOf(event) {
  const key = event.key.length === 1 ? event.key.toUpperCase() : event.key;
  return [event.ctrlKey ? "Ctrl+" : "", event.altKey ? "Alt+" : "", event.shiftKey ? "Shift+" : "", key].join("");
}

function say(text) {
  for (const place of document.querySelectorAll("[data-lt-rebind-status]")) place.textContent = text;
}

function keep(map) {
  localStorage.setItem(PLACE, JSON.stringify(map));
  follow(document);
}

export function start() {
  document.addEventListener(
    "keydown",
    (event) => {
      const box = event.target;
      const first = box.dataset?.ltRebind;
      if (!first || event.isComposing || /^(Tab|Escape|Shift|Control|Alt|Meta|Enter)$/.test(event.key)) return;
      event.preventDefault();
      event.stopImmediatePropagation();
      const map = chosen();
      if (/^(Delete|Backspace)$/.test(event.key)) {
        keep({ ...map, [first]: "" });
        say(`Đã tắt phím ${first}.`);
        return;
      }
      const name = nameOf(event);
      if (!/^(Shift\+)?F\d{1,2}$/.test(name) && !/^(Ctrl|Alt)\+/.test(name)) {
        say("Chọn phím F1 đến F12, hoặc tổ hợp với Ctrl, Alt.");
        return;
      }
      const taken = [...document.querySelectorAll("[data-lt-rebind]")].find((other) => other !== box && other.value === name);
      if (taken) {
        say(`Phím ${name} đang dùng cho “${document.querySelector(`label[for="${taken.id}"]`)?.textContent}”. Chọn phím khác.`);
        return;
      }
      keep({ ...map, [first]: name });
      say(`Đã đổi thành ${name}.`);
    },
    true,
  );
  document.addEventListener("click", (event) => {
    if (!event.target.closest?.("[data-lt-rebind-reset]")) return;
    localStorage.removeItem(PLACE);
    follow(document);
    say("Đã đặt lại như ban đầu.");
  });
}
start.look = follow;
