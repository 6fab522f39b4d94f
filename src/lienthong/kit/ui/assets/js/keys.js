// Shortcuts. `data-key="F9"` (or "Ctrl+K", "g", "Alt+1") on a link, button or input: the key activates or focuses it.
// Plain letters wait while someone types; nothing happens while a Vietnamese input method composes.
// WCAG 2.1.4: `data-lt-keys-toggle` switches plain letters off, remembered on this machine.
const OFF = "lt-keys-off";

export const typing = (target) =>
  target instanceof HTMLElement &&
  (target.isContentEditable ||
    /^(TEXTAREA|SELECT)$/.test(target.tagName) ||
    (target.tagName === "INPUT" && !/^(checkbox|radio|button|submit|file)$/.test(target.type)));

export const lettersOff = () => localStorage.getItem(OFF) === "1";

function nameOf(event) {
  const name = event.key.length === 1 ? event.key.toLowerCase() : event.key.toLowerCase();
  return [
    event.ctrlKey || event.metaKey ? "ctrl+" : "",
    event.altKey ? "alt+" : "",
    event.shiftKey && event.key.length > 1 ? "shift+" : "",
    name,
  ].join("");
}

function usable(element) {
  return !element.disabled && element.getAttribute("aria-disabled") !== "true" && element.getClientRects().length > 0;
}

function activate(element) {
  if (/^(INPUT|SELECT|TEXTAREA)$/.test(element.tagName) && !/^(submit|button|radio|checkbox|file)$/.test(element.type)) {
    element.focus();
    element.select?.();
  } else {
    element.focus();
    element.click();
  }
}

export function start() {
  document.addEventListener("keydown", (event) => {
    if (event.isComposing || event.keyCode === 229 || event.repeat || event.defaultPrevented) return;
    const name = nameOf(event);
    const plain = !name.includes("ctrl+") && !name.includes("alt+") && !/^(shift\+)?f\d{1,2}$/.test(name);
    if (plain && (typing(event.target) || lettersOff())) return;
    // An open dialog keeps the keys to itself.
    const scope = document.querySelector("dialog[open]:modal") ?? document;
    const found = [...scope.querySelectorAll("[data-key]")].find(
      (element) => element.dataset.key.toLowerCase().replaceAll(" ", "") === name && usable(element),
    );
    if (!found) return;
    event.preventDefault();
    activate(found);
  });
  document.addEventListener("click", (event) => {
    const toggle = event.target.closest?.("[data-lt-keys-toggle]");
    if (!toggle) return;
    localStorage.setItem(OFF, lettersOff() ? "0" : "1");
    toggle.textContent = lettersOff() ? "Bật phím tắt một chữ" : "Tắt phím tắt một chữ";
  });
  for (const toggle of document.querySelectorAll("[data-lt-keys-toggle]"))
    if (lettersOff()) toggle.textContent = "Bật phím tắt một chữ";
}
