// `<form data-lt-autosave="URL">`: posts the form as it stands, without files, soon after a change; says when they were saved, tries again when the line is gone.
// The server answers 2xx; a JSON body {"saved_at": "09:42", "note": "…", "computed": {"f-area": "80 m²"}} may name the hour, tell what the
// server reckons now, and add a sentence, e.g. that another device has saved the same page. Text goes to `[data-lt-autosave-status]`.
// While there is no line, what was typed stays on the page, is sent as soon as the line is back, and leaving the page is asked about.
import { csrfToken } from "./csrf.js";
import { clock, icon, make } from "./text.js";

const WAIT = 1200;
const RETRY = [5, 15, 30, 60];

class Saver {
  constructor(form) {
    this.form = form;
    this.changed = new Set();
    this.failures = 0;
    this.status =
      form.querySelector("[data-lt-autosave-status]") ?? document.querySelector("[data-lt-autosave-status]");
  }

  note(name, delay) {
    this.changed.add(name);
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.save(), delay);
  }

  async save() {
    if (!this.changed.size || this.form.dataset.ltSent || this.busy) return;
    this.busy = true;
    const names = [...this.changed];
    this.changed.clear();
    // All of it: the boxes of a date or an address mean something only together, and what is left out would count as emptied.
    const body = new FormData(this.form);
    for (const [name, value] of [...body]) if (typeof value !== "string") body.delete(name);
    try {
      const answer = await fetch(this.form.dataset.ltAutosave, {
        method: "POST",
        body,
        headers: { "X-CSRFToken": csrfToken(), Accept: "application/json" },
        credentials: "same-origin",
        keepalive: new URLSearchParams(body).toString().length < 60000, // browsers allow no more
      });
      if (answer.redirected) {
        // Sent on to the sign-in page. A click on the button goes there too and brings what was typed back.
        this.say("alert", "Phiên đăng nhập đã hết. Bấm nút lưu ở cuối trang để đăng nhập lại, nội dung được giữ nguyên");
        return;
      }
      if (!answer.ok) throw new Error(String(answer.status));
      const told = answer.headers.get("content-type")?.includes("json") ? await answer.json() : {};
      this.failures = 0;
      for (const [id, text] of Object.entries(told.computed ?? {})) {
        const output = document.getElementById(id);
        if (output) output.textContent = text || "Chưa tính được";
      }
      const saved = `Đã lưu lúc ${told.saved_at ?? clock()}`;
      this.say(told.note ? "alert" : "done", told.note ? `${saved}. ${told.note}` : saved);
      document.dispatchEvent(new CustomEvent("lt:saved", { detail: { form: this.form, told } }));
    } catch {
      for (const name of names) this.changed.add(name);
      const seconds = RETRY[Math.min(this.failures++, RETRY.length - 1)];
      this.say(
        "alert",
        navigator.onLine
          ? `Chưa lưu được, đang thử lại sau ${seconds} giây`
          : "Mất mạng. Nội dung vẫn ở trên trang này và tự lưu khi có mạng lại; đừng đóng trang",
      );
      clearTimeout(this.timer);
      this.timer = setTimeout(() => this.save(), seconds * 1000);
    } finally {
      this.busy = false;
    }
    if (this.changed.size && !this.failures) this.note([...this.changed][0], WAIT);
  }

  get waits() {
    return this.changed.size > 0 && !this.form.dataset.ltSent;
  }

  say(name, text) {
    if (!this.status) return;
    this.status.classList.toggle("is-late", name === "alert");
    this.status.replaceChildren(icon(name), make("span", "", text));
  }
}

export function start() {
  const savers = new WeakMap();
  const saverOf = (form) => {
    if (!savers.has(form)) savers.set(form, new Saver(form));
    return savers.get(form);
  };
  const listen = (type, delay) =>
    document.addEventListener(type, (event) => {
      const field = event.target;
      const form = field.form;
      if (
        !form?.dataset.ltAutosave ||
        !field.name ||
        field.name.startsWith("_") ||
        field.type === "file" ||
        field.type === "password" ||
        event.isComposing
      )
        return;
      saverOf(form).note(field.name, delay);
    });
  listen("input", WAIT);
  listen("change", 200);
  // Telex and VNI compose: their `input` events are left out above, the end of composing counts.
  listen("compositionend", WAIT);
  const each = (act) => {
    for (const form of document.querySelectorAll("form[data-lt-autosave]")) {
      const saver = savers.get(form);
      if (saver) act(saver);
    }
  };
  window.addEventListener("online", () => each((saver) => saver.save()));
  window.addEventListener("beforeunload", (event) => each((saver) => saver.waits && saver.failures && event.preventDefault()));
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "hidden") each((saver) => saver.save());
  });
}
