// The viewer of processes is heavy: it comes only when a page shows one. Its files are named by the element itself.
let asked = false;

export function start(root) {
  const first = root.querySelector?.("[data-lt-process]");
  if (!first) return;
  if (asked) {
    document.dispatchEvent(new Event("lt:processes"));
    return;
  }
  asked = true;
  const style = Object.assign(document.createElement("link"), { rel: "stylesheet", href: first.dataset.css });
  const script = Object.assign(document.createElement("script"), { src: first.dataset.script, async: true });
  document.head.append(style, script);
}
