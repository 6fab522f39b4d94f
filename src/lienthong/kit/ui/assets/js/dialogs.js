// Dialogs (`data-lt-open="id"`, `data-lt-close`, `data-lt-shown` at once), menus (details.lt-menu), printing.
export function start() {
  document.querySelector("dialog[data-lt-shown]:not([open])")?.showModal?.();
  document.addEventListener("click", (event) => {
    const at = event.target;
    if (!(at instanceof Element)) return;
    const opener = at.closest("[data-lt-open]");
    const dialog = opener && document.getElementById(opener.dataset.ltOpen);
    if (dialog?.showModal) {
      event.preventDefault();
      dialog.showModal();
    }
    if (at.closest("[data-lt-close]")) {
      event.preventDefault();
      at.closest("dialog")?.close();
    }
    if (at.closest("[data-lt-print]")) {
      event.preventDefault();
      window.print();
    }
    if (at.closest("[data-lt-dismiss]")) at.closest(".lt-toast, .lt-notice")?.remove();
    for (const menu of document.querySelectorAll("details.lt-menu[open]")) if (!menu.contains(at)) menu.open = false;
  });
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || event.isComposing) return;
    const menu = document.querySelector("details.lt-menu[open]");
    if (!menu) return;
    menu.open = false;
    menu.querySelector("summary").focus();
  });
}
