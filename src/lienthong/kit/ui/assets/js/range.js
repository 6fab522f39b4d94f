// A row of ticks marked `data-lt-range`: with Shift held, everything between the last tick and this one follows it.
let last = null;

export function start() {
  document.addEventListener("click", (event) => {
    const tick = event.target;
    if (!tick.matches?.("input[type=checkbox][data-lt-range]")) return;
    if (event.shiftKey && last?.isConnected && last.form === tick.form) {
      const all = [...tick.form.querySelectorAll("[data-lt-range]")];
      const [from, to] = [all.indexOf(last), all.indexOf(tick)].sort((one, other) => one - other);
      for (const each of all.slice(from, to + 1)) each.checked = tick.checked;
    }
    last = tick;
  });
}
