// A list of documents to be done together: the button says how many are ticked, and waits while none is.
(() => {
  const form = document.getElementById("pile");
  const button = document.querySelector("[data-ou-act]");
  const number = button?.querySelector("[data-ou-count]");
  if (!form || !number) return;
  const count = () => {
    const ticked = document.querySelectorAll("input[name=ticked]:checked").length;
    number.textContent = String(ticked);
    button.disabled = ticked === 0;
  };
  document.addEventListener("change", count);
  window.addEventListener("pageshow", count);
})();
