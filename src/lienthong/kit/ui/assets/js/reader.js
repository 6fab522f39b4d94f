// The viewer of files, `[data-lt-reader]`. The pages stand in the page already, as pictures that load when they come near; this adds
// going to a page, zoom, turning, the strip of pages, and words over the pictures that can be found and copied.
import { lettersOff, typing } from "./keys.js";
import { Marking } from "./reader/marks.js";
import { layWords } from "./reader/words.js";

const STEPS = [0.5, 0.67, 0.8, 1, 1.25, 1.5, 2, 3];
const SHARPER_FROM = 1100;

class Reader {
  constructor(root) {
    this.root = root;
    this.pane = root.querySelector(".lt-reader__pages");
    this.pages = [...root.querySelectorAll(".lt-reader__page")];
    this.field = root.querySelector("[data-reader=page]");
    this.scale = 0; // 0 fits the width
    this.turned = 0;
    this.at = 1;
    root.reader = this;
    root.addEventListener("click", (event) => this.click(event));
    if (!this.pages.length) return;
    this.marking = root.querySelector(".lt-reader__tools") ? new Marking(this) : null;
    for (const page of this.pages) {
      const image = page.querySelector("img");
      page.style.setProperty("--across", image.getAttribute("width"));
      image.addEventListener("error", () => this.missing(page));
      if (image.complete && !image.naturalWidth && image.currentSrc && image.loading !== "lazy") this.missing(page);
    }
    this.field?.addEventListener("change", () => this.go(Number(this.field.value) || this.at));
    this.field?.addEventListener("keydown", (event) => {
      if (event.key !== "Enter" || event.isComposing) return;
      event.preventDefault();
      this.go(Number(this.field.value) || this.at);
      this.pane.focus({ preventScroll: true });
    });
    const scroller = () => {
      cancelAnimationFrame(this.frame);
      this.frame = requestAnimationFrame(() => this.look());
    };
    this.pane.addEventListener("scroll", scroller, { passive: true });
    document.addEventListener("scroll", scroller, { passive: true });
    this.near = new IntersectionObserver(
      (seen) => {
        for (const one of seen) if (one.isIntersecting) this.words(one.target);
      },
      { rootMargin: "30% 0px" },
    );
    for (const page of this.pages) this.near.observe(page);
  }

  number(page) {
    return this.pages.indexOf(page) + 1;
  }

  missing(page) {
    if (page.classList.contains("is-missing")) return;
    page.classList.add("is-missing");
    const said = document.createElement("p");
    said.textContent = `Trang ${this.number(page)} không vẽ được. Tải tệp gốc về để xem.`;
    page.append(said);
  }

  words(page) {
    this.near.unobserve(page);
    if (this.root.dataset.base) layWords(page, `${this.root.dataset.base}trang/${this.number(page)}/chu/`);
  }

  // The page that fills the middle of what is seen.
  look() {
    const inside = this.pane.scrollHeight > this.pane.clientHeight + 2;
    const box = this.pane.getBoundingClientRect();
    const middle = inside ? box.top + box.height * 0.4 : innerHeight * 0.4;
    let low = 0;
    let high = this.pages.length - 1;
    while (low < high) {
      const half = (low + high) >> 1;
      if (this.pages[half].getBoundingClientRect().bottom < middle) low = half + 1;
      else high = half;
    }
    if (this.at === low + 1) return;
    this.at = low + 1;
    if (this.field && document.activeElement !== this.field) this.field.value = String(this.at);
    const strip = this.root.querySelector(".lt-reader__thumbs:not([hidden])");
    if (!strip) return;
    strip.querySelector("[aria-current]")?.removeAttribute("aria-current");
    const here = strip.children[low];
    here?.setAttribute("aria-current", "true");
    here?.scrollIntoView({ block: "nearest" });
  }

  go(number) {
    const page = this.pages[Math.min(Math.max(Math.round(number), 1), this.pages.length) - 1];
    page?.scrollIntoView({ block: "start" });
    this.look();
    if (this.field) this.field.value = String(this.at);
  }

  // `scale` 0 fits the width, 1 is the size of the paper.
  zoom(scale) {
    const keep = this.at;
    this.scale = scale;
    this.pane.classList.toggle("is-scaled", scale > 0);
    this.pane.style.setProperty("--scale", String(scale || 1));
    const button = this.root.querySelector("[data-reader=scale]");
    if (button) button.textContent = scale ? `${Math.round(scale * 100)} %` : "Vừa khổ";
    this.sharpen();
    this.go(keep);
  }

  step(by) {
    const now = this.scale || this.pages[0].clientWidth / Number(this.pages[0].querySelector("img").getAttribute("width"));
    const next = by > 0 ? STEPS.find((step) => step > now + 0.01) : STEPS.findLast((step) => step < now - 0.01);
    if (next) this.zoom(next);
  }

  // Enlarged pages take the larger picture, the one that is looked at first.
  sharpen() {
    const wide = this.pages[this.at - 1].clientWidth * Math.min(devicePixelRatio, 2) > SHARPER_FROM * 1.25;
    if (!wide || !this.root.dataset.enlarged) return;
    for (const page of this.pages) {
      const image = page.querySelector("img");
      const sharper = image.src.replace(/-\d+\.webp$/, `-${this.root.dataset.enlarged}.webp`);
      if (sharper !== image.src) image.src = sharper;
    }
  }

  turn() {
    this.turned = (this.turned + 90) % 360;
    for (const page of this.pages) {
      const image = page.querySelector("img");
      const [across, down] = ["width", "height"].map((name) => Number(image.getAttribute(name)));
      const sideways = this.turned % 180 === 90;
      const inner = page.querySelector(".lt-reader__turn");
      page.classList.toggle("is-turned", this.turned > 0);
      page.style.setProperty("--across", String(sideways ? down : across));
      page.style.aspectRatio = this.turned ? (sideways ? `${down} / ${across}` : `${across} / ${down}`) : "";
      inner.style.width = this.turned ? (sideways ? `${(across / down) * 100}%` : "100%") : "";
      inner.style.transform = this.turned ? `translate(-50%, -50%) rotate(${this.turned}deg)` : "";
    }
    this.go(this.at);
  }

  thumbs(button) {
    const strip = this.root.querySelector(".lt-reader__thumbs");
    if (!strip.children.length)
      this.pages.forEach((page, place) => {
        const one = Object.assign(document.createElement("button"), { type: "button" });
        const image = page.querySelector("img");
        const small = Object.assign(document.createElement("img"), {
          loading: "lazy",
          alt: "",
          width: image.getAttribute("width"),
          height: image.getAttribute("height"),
        });
        small.src = image.src.replace(/-\d+\.webp$/, "-160.webp");
        one.append(small, `Trang ${place + 1}`);
        one.onclick = () => this.go(place + 1);
        strip.append(one);
      });
    strip.hidden = !strip.hidden;
    button.setAttribute("aria-pressed", String(!strip.hidden));
    this.at = 0;
    this.look();
  }

  click(event) {
    const goes = event.target.closest?.("[data-reader-go]");
    if (goes) {
      event.preventDefault();
      this.go(Number(goes.dataset.readerGo));
    }
    const text = event.target.closest?.("[data-reader-text]");
    if (text) {
      event.preventDefault();
      window.htmx.ajax("GET", `${text.dataset.readerText}${this.at}/doc/`, { target: "#reader-panel", swap: "innerHTML" });
    }
    const button = event.target.closest?.("[data-reader]");
    if (event.target.closest?.("[data-reader-close]")) {
      this.root.querySelector(".lt-reader__panel").replaceChildren();
      this.pane?.focus({ preventScroll: true });
    }
    const act = {
      smaller: () => this.step(-1),
      larger: () => this.step(1),
      scale: () => this.zoom(this.scale === 1 ? 0 : 1),
      turn: () => this.turn(),
      tools: () => this.marking?.toggle(),
      thumbs: () => this.thumbs(button),
    }[button?.dataset.reader];
    act?.();
  }

  key(event) {
    const act = {
      "+": () => this.step(1),
      "=": () => this.step(1),
      "-": () => this.step(-1),
      0: () => this.zoom(0),
      r: () => this.turn(),
      m: () => this.marking?.toggle(),
      g: () => {
        this.field?.focus();
        this.field?.select();
      },
      PageDown: () => this.roll(1),
      PageUp: () => this.roll(-1),
    }[event.key.length === 1 ? event.key.toLowerCase() : event.key];
    if (!act) return;
    event.preventDefault();
    act();
  }

  roll(by) {
    const inside = this.pane.scrollHeight > this.pane.clientHeight + 2;
    const pane = inside ? this.pane : document.scrollingElement;
    pane.scrollBy({ top: by * pane.clientHeight * 0.9 });
  }
}

document.addEventListener("keydown", (event) => {
  if (event.isComposing || event.keyCode === 229 || event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return;
  if (typing(event.target) || document.querySelector("dialog[open]:modal")) return;
  const shown = document.querySelector("[data-lt-reader]");
  if (!shown?.reader?.pages.length || !shown.getClientRects().length) return;
  if (event.key.length === 1 && lettersOff()) return;
  shown.reader.key(event);
});

const all = () => {
  for (const root of document.querySelectorAll("[data-lt-reader]")) if (!root.reader) new Reader(root);
};
all();
document.addEventListener("lt:readers", all);
