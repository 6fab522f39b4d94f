// `[data-lt-notes]`: bank notes counted by hand. Each line shows its sum, the foot the sum of all and what differs from the book. The server
// counts again. Enter goes to the next kind of note; on the last one to what comes after.
const money = (amount) => `${String(amount).replace(/\B(?=(\d{3})+$)/g, ".")}\u00a0₫`;
const amountOf = (box) => Number(box.dataset.note) * (Number(box.value.replace(/[.\s]/g, "")) || 0);

function count(form) {
  let total = 0;
  let any = false;
  for (const box of form.querySelectorAll("[data-note]")) {
    const amount = amountOf(box);
    any ||= box.value.trim() !== "";
    total += amount;
    box.closest("tr").querySelector("[data-lt-note-total]").textContent = money(amount).slice(0, -2);
  }
  form.querySelector("[data-lt-notes-total]").textContent = money(total);
  const gap = form.querySelector("[data-lt-notes-gap]");
  const off = total - Number(form.dataset.expected);
  gap.hidden = !any;
  gap.textContent = off ? `${off < 0 ? "Thiếu" : "Thừa"} ${money(Math.abs(off))} so với sổ` : "Khớp với sổ";
}

export function start() {
  document.addEventListener("input", (event) => {
    const form = event.target.matches?.("[data-note]") && event.target.closest("[data-lt-notes]");
    if (form) count(form);
  });
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || event.isComposing || !event.target.matches?.("[data-note]")) return;
    event.preventDefault();
    const boxes = [...event.target.closest("[data-lt-notes]").querySelectorAll("input:not([type=hidden])")];
    boxes[boxes.indexOf(event.target) + 1]?.focus();
  });
}
