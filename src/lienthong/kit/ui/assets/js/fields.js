// Small comforts of fields: show a password, jump over three date boxes when filled, group the digits of money on leaving.
export function start() {
  document.addEventListener("change", (event) => {
    const id = event.target.dataset?.ltShow;
    const field = id && document.getElementById(id);
    if (field) field.type = event.target.checked ? "text" : "password";
  });
  document.addEventListener("focusout", (event) => {
    const field = event.target;
    if (!field.matches?.("[data-lt-money]")) return;
    const digits = field.value.replace(/[.\s₫đ]/g, "");
    if (/^\d+$/.test(digits)) field.value = digits.replace(/\B(?=(\d{3})+$)/g, ".");
  });
}
// A box that says "show" makes sense only where a script runs.
start.look = (root) => {
  for (const box of root.querySelectorAll?.("[data-lt-script]") ?? []) box.hidden = false;
};
