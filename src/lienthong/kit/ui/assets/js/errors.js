// The summary of errors takes the focus when it comes, so that screen readers read it first; its links go into the field.
export function start(root) {
  const summary = root.querySelector?.(".lt-summary[tabindex]");
  summary?.focus();
  summary?.addEventListener("click", (event) => {
    const link = event.target.closest("a[href^='#']");
    const target = link && document.getElementById(link.getAttribute("href").slice(1));
    if (!target) return;
    event.preventDefault();
    (target.closest(".lt-field") ?? target).scrollIntoView({ block: "center" });
    (target.matches("input, select, textarea, button, a")
      ? target
      : target.querySelector("input, select, textarea, button")
    )?.focus({ preventScroll: true });
  });
}
