// A form is sent once. The button is locked only after the form is on its way, so its own name and value go with it.
export function start() {
  document.addEventListener("submit", (event) => {
    const form = event.target;
    const elsewhere = form.target || event.submitter?.formTarget; // printed beside: the page stays and goes on
    if (event.defaultPrevented || form.method !== "post" || elsewhere || form.closest("[hx-post], [data-hx-post]")) return;
    if (form.dataset.ltSent) {
      event.preventDefault();
      return;
    }
    form.dataset.ltSent = "1";
    const button = event.submitter;
    setTimeout(() => {
      if (!button) return;
      button.setAttribute("aria-busy", "true");
      button.setAttribute("aria-disabled", "true");
      if (button.dataset.busy) {
        button.dataset.label = button.textContent;
        button.textContent = button.dataset.busy;
      }
    });
  });
  // Back to a page kept by the browser: it may be sent again.
  window.addEventListener("pageshow", (event) => {
    if (!event.persisted) return;
    for (const form of document.querySelectorAll("form[data-lt-sent]")) delete form.dataset.ltSent;
    for (const button of document.querySelectorAll("[aria-busy=true]")) {
      button.removeAttribute("aria-busy");
      button.removeAttribute("aria-disabled");
      if (button.dataset.label) button.textContent = button.dataset.label;
    }
  });
}
