// A plain file field says in our words what was chosen; the browser's own are in its language, not the page's.
// The field itself lies over them unseen: it keeps its label, its keys, what is dropped on it. Without script: the browser's words.
import { make } from "./text.js";

const NONE = "Chưa chọn tệp";

function said(input) {
  const names = [...input.files].map((file) => file.name);
  return names.length > 1 ? `${names.length} tệp: ${names.join(", ")}` : (names[0] ?? NONE);
}

export function look(root) {
  for (const input of root.querySelectorAll?.("input.lt-fileinput:not([data-lt-upload])") ?? []) {
    if (input.parentElement.matches(".lt-chosen")) continue;
    const shell = make("span", "lt-chosen");
    const words = make("span", "lt-chosen__words", said(input));
    input.before(shell);
    shell.append(input, make("span", "lt-button", input.multiple ? "Chọn các tệp" : "Chọn tệp"), words);
    const tell = () => (words.textContent = said(input));
    input.addEventListener("change", tell);
    input.form?.addEventListener("reset", () => queueMicrotask(tell));
  }
}
