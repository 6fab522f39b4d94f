// `[data-lt-card]`: the QR code of a citizen card. The server reads the line or the photograph; this only spares presses. The camera's
// reader is heavy and comes when it is asked for (scan.js, named by the button itself).
let asked = false;

const buttonOf = (element) => element.closest("[data-lt-card]")?.querySelector("button[name=_card]");

export function start() {
  document.addEventListener("click", (event) => {
    const button = event.target.closest?.("[data-lt-scan]");
    if (!button) return;
    const tell = () => document.dispatchEvent(new CustomEvent("lt:scan", { detail: { button } }));
    if (asked) {
      tell();
      return;
    }
    asked = true;
    const script = Object.assign(document.createElement("script"), { src: button.dataset.script, async: true });
    script.onload = tell;
    script.onerror = () => (asked = false);
    document.head.append(script);
  });
  // A scanner at the counter types the line and presses Enter: that reads the card, it does not send the page.
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || event.isComposing || !event.target.name?.startsWith("_card_line-")) return;
    event.preventDefault();
    const read = buttonOf(event.target);
    if (read) event.target.form.requestSubmit(read);
  });
  document.addEventListener("change", (event) => {
    const field = event.target;
    if (field.type !== "file" || !field.name?.startsWith("_card_photo-") || !field.files.length) return;
    const read = buttonOf(field);
    if (read) field.form.requestSubmit(read);
  });
}
