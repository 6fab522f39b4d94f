// Tells of a finished syllable: with Telex and VNI the browser composes, and half a word finds nothing and is not worth saving.
// A field marked data-typed sends "lt:typed" to whoever listens, htmx as well.
export function start() {
  const typed = (event) => {
    if (event.isComposing || !event.target.matches?.("[data-typed]")) return;
    event.target.dispatchEvent(new CustomEvent("lt:typed", { bubbles: true }));
  };
  document.addEventListener("input", typed);
  document.addEventListener("compositionend", typed);
}
