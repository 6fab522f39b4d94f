// Words over the picture of a page: unseen, but found by the browser's search, selected and copied. Places are fractions of the page, the
// size of the letters goes with the width of the page, so zooming moves nothing.
const measure = document.createElement("canvas").getContext("2d");
const SIZE = 100;

export async function layWords(page, url) {
  const answer = await fetch(url, { credentials: "same-origin" }).catch(() => null);
  if (!answer?.ok) return;
  const { lines } = await answer.json();
  const image = page.querySelector("img");
  const tall = Number(image.getAttribute("height")) / Number(image.getAttribute("width"));
  const layer = document.createElement("div");
  layer.className = "lt-reader__words";
  measure.font = `${SIZE}px ${getComputedStyle(document.documentElement).getPropertyValue("--font-document") || "serif"}`;
  for (const [text, left, top, width, height] of lines) {
    const word = document.createElement("span");
    word.textContent = `${text}\n`;
    // In hundredths of the page's width, which is what `cqw` counts.
    const high = Math.max((height / 100) * tall, 0.2);
    const natural = (measure.measureText(text).width / SIZE) * high;
    word.style.left = `${left / 100}%`;
    word.style.top = `${top / 100}%`;
    word.style.fontSize = `${high}cqw`;
    if (natural) word.style.transform = `scaleX(${width / 100 / natural})`;
    layer.append(word);
  }
  page.querySelector(".lt-reader__words")?.remove();
  page.querySelector(".lt-reader__turn").append(layer);
}
