// Live results wait until a syllable is finished: with Telex and VNI the browser composes, and half a word finds nothing.
function typed(event) {
  if (!event.isComposing && event.target.matches("[data-typed]")) {
    event.target.dispatchEvent(new CustomEvent("lt:typed", { bubbles: true }));
  }
}
document.addEventListener("input", typed);
document.addEventListener("compositionend", (event) => {
  if (event.target.matches("[data-typed]")) event.target.dispatchEvent(new CustomEvent("lt:typed", { bubbles: true }));
});
