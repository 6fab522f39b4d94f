// Words for sizes and hours, as the server writes them.
export const clock = (moment = new Date()) =>
  `${String(moment.getHours()).padStart(2, "0")}:${String(moment.getMinutes()).padStart(2, "0")}`;

export const megabytes = (bytes) => `${(Math.max(bytes, 52429) / 1048576).toFixed(1).replace(".", ",")} MB`;

// An icon of the sprite that the page itself uses.
export function icon(name) {
  const sprite = document.body.dataset.icons;
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  svg.setAttribute("class", "lt-icon");
  svg.setAttribute("aria-hidden", "true");
  const use = document.createElementNS("http://www.w3.org/2000/svg", "use");
  use.setAttribute("href", `${sprite}#i-${name}`);
  svg.append(use);
  return svg;
}

export function make(tag, className, ...children) {
  const element = document.createElement(tag);
  if (className) element.className = className;
  element.append(...children);
  return element;
}
