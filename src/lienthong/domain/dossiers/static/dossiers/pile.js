// A pile of documents: the button says how many are ticked, and waits while none is.
(() => {
  const form = document.getElementById("pile");
  const button = document.querySelector("[data-ld-act]");
  const number = button?.querySelector("[data-ld-count]");
  if (!form || !number) return;
  const count = () => {
    const ticked = form.querySelectorAll("input[name=ticked]:checked").length;
    number.textContent = String(ticked);
    button.disabled = ticked === 0;
  };
  form.addEventListener("change", count);
  window.addEventListener("pageshow", count);
})();
