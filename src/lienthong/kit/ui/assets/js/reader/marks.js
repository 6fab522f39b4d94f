// Marks on the pages: chosen words or a stroke of the pointer (mouse, pen, finger) become boxes in 1/10,000 of the page. The server keeps
// and draws them; here is only where they are put.
const WHOLE = 10000;
const SAY = {
  highlight: "Kéo qua chỗ cần tô, hoặc bôi đen chữ. Esc để thôi.",
  underline: "Kéo qua dòng cần gạch chân, hoặc bôi đen chữ. Esc để thôi.",
  note: "Bấm vào chỗ cần ghi chú. Esc để thôi.",
  tick: "Bấm vào chỗ cần đánh dấu. Esc để thôi.",
};

// Where a point of the window lies on an upright page that is shown turned by so many degrees clockwise; both in fractions.
export function upright(x, y, turned) {
  return { 0: [x, y], 90: [y, 1 - x], 180: [1 - x, 1 - y], 270: [1 - y, x] }[turned];
}

export class Marking {
  constructor(reader) {
    this.reader = reader;
    this.tools = reader.root.querySelector(".lt-reader__tools");
    this.said = this.tools.querySelector("[role=status]");
    this.dialog = reader.root.querySelector("#reader-note");
    this.kind = "";
    this.sent = 0;
    this.tools.addEventListener("click", (event) => {
      const button = event.target.closest("[data-reader-tool]");
      if (button) this.choose(this.kind === button.dataset.readerTool ? "" : button.dataset.readerTool);
    });
    const pane = reader.pane;
    pane.addEventListener("pointerdown", (event) => this.down(event));
    pane.addEventListener("pointermove", (event) => this.move(event));
    pane.addEventListener("pointerup", (event) => this.up(event));
    pane.addEventListener("pointercancel", () => this.drop());
    pane.addEventListener("click", (event) => {
      const mark = event.target.closest?.("[data-reader-mark]");
      if (!mark) return;
      event.preventDefault();
      this.open(mark.dataset.readerMark);
    });
    reader.root.addEventListener("keydown", (event) => {
      if (event.key !== "Escape" || !this.kind || event.isComposing) return;
      event.stopPropagation();
      this.choose("");
    });
    this.dialog.addEventListener("close", () => this.noted());
  }

  toggle() {
    this.tools.hidden = !this.tools.hidden;
    this.reader.root.querySelector("[data-reader=tools]")?.setAttribute("aria-expanded", String(!this.tools.hidden));
    if (this.tools.hidden) this.choose("");
    else this.tools.querySelector("[data-reader-tool]").focus();
  }

  choose(kind) {
    this.kind = kind;
    for (const button of this.tools.querySelectorAll("[data-reader-tool]"))
      button.setAttribute("aria-pressed", String(button.dataset.readerTool === kind));
    this.reader.pane.classList.toggle("is-marking", Boolean(kind));
    this.reader.pane.classList.toggle("is-pointing", kind === "note" || kind === "tick");
    this.said.textContent = SAY[kind] ?? "";
    if (kind === "highlight" || kind === "underline") this.chosen();
  }

  place(page, event) {
    const box = page.getBoundingClientRect();
    const share = (value) => Math.min(Math.max(value, 0), 1);
    const [x, y] = upright(
      share((event.clientX - box.left) / box.width),
      share((event.clientY - box.top) / box.height),
      this.reader.turned,
    );
    return [Math.round(x * WHOLE), Math.round(y * WHOLE)];
  }

  // Words that were chosen before the tool was.
  chosen() {
    const chosen = getSelection();
    if (!chosen || chosen.isCollapsed) return;
    const page = chosen.anchorNode?.parentElement?.closest(".lt-reader__page");
    if (!page || !this.reader.pages.includes(page)) return;
    const boxes = [...chosen.getRangeAt(0).getClientRects()]
      .filter((box) => box.width > 2 && box.height > 2)
      .map((box) => this.box(
        this.place(page, { clientX: box.left, clientY: box.top }),
        this.place(page, { clientX: box.right, clientY: box.bottom }),
      ));
    const lines = boxes.filter((box, at) => boxes.findIndex((other) => String(other) === String(box)) === at).slice(0, 60);
    chosen.removeAllRanges();
    if (lines.length) this.send(page, lines);
  }

  box([x, y], [toX, toY]) {
    return [Math.min(x, toX), Math.min(y, toY), Math.abs(toX - x), Math.abs(toY - y)];
  }

  down(event) {
    const page = event.target.closest?.(".lt-reader__page");
    if (!this.kind || !page || event.button !== 0 || event.target.closest("[data-reader-mark]")) return;
    event.preventDefault();
    this.page = page;
    this.from = this.place(page, event);
    this.reader.pane.setPointerCapture(event.pointerId);
  }

  move(event) {
    if (!this.from || this.kind === "note" || this.kind === "tick") return;
    const [left, top, width, height] = this.box(this.from, this.place(this.page, event));
    this.stroke ??= this.page.querySelector(".lt-reader__turn").appendChild(
      Object.assign(document.createElement("div"), { className: "lt-reader__stroke" }),
    );
    Object.assign(this.stroke.style, {
      left: `${left / 100}%`,
      top: `${top / 100}%`,
      width: `${width / 100}%`,
      height: `${height / 100}%`,
    });
  }

  up(event) {
    if (!this.from) return;
    const { page, from } = this;
    const box = this.box(from, this.place(page, event));
    this.drop();
    if (this.kind === "note") {
      this.waiting = { page, box: [...from, 0, 0] };
      this.dialog.querySelector("textarea").value = "";
      this.dialog.returnValue = "";
      this.dialog.showModal();
    } else if (this.kind === "tick") this.send(page, [[...from, 0, 0]]);
    else if (box[2] > 30 && box[3] > 10) this.send(page, [box]);
  }

  drop() {
    this.from = null;
    this.stroke?.remove();
    this.stroke = null;
  }

  noted() {
    const { waiting } = this;
    const text = this.dialog.querySelector("textarea").value.trim();
    this.waiting = null;
    if (waiting && text && this.dialog.returnValue === "save") this.send(waiting.page, [waiting.box], text);
  }

  async send(page, boxes, text = "") {
    this.sent += 1;
    const number = this.reader.number(page);
    const values = {
      page: number,
      kind: this.kind,
      boxes: JSON.stringify(boxes),
      text,
      audience: this.tools.querySelector("select").value,
      key: `${this.tools.dataset.key.slice(0, 36)}.${this.sent}`,
    };
    if (this.reader.root.querySelector("[data-reader-marks]")) values.listed = "1";
    const refused = (event) => {
      event.preventDefault();
      const { status, responseText } = event.detail.xhr;
      this.said.textContent = status === 422 ? responseText : "Chưa lưu được. Kiểm tra đường truyền rồi làm lại.";
    };
    document.body.addEventListener("htmx:responseError", refused, { once: true });
    this.said.textContent = "Đang lưu";
    await window.htmx.ajax("POST", this.tools.dataset.url, { target: `#dau-${number}`, swap: "outerHTML", values });
    document.body.removeEventListener("htmx:responseError", refused);
    if (this.said.textContent === "Đang lưu") this.said.textContent = `Đã lưu ở trang ${number}.`;
  }

  async open(id) {
    if (!this.reader.root.querySelector("[data-reader-marks]"))
      await window.htmx.ajax("GET", this.tools.dataset.url.replace(/them\/$/, ""), {
        target: "#reader-panel",
        swap: "innerHTML",
      });
    for (const old of this.reader.root.querySelectorAll("li.is-here")) old.classList.remove("is-here");
    const entry = document.getElementById(`ghi-chu-${id}`);
    entry?.classList.add("is-here");
    entry?.scrollIntoView({ block: "nearest" });
  }
}
