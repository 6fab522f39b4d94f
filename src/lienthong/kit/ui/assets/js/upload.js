// `<input type=file data-lt-upload>` shows what was chosen (name, size, picture) and refuses at once what the server would.
// `data-lt-upload="URL"` also sends each file by itself (field `file` plus the form's `data-lt-*` values as hidden inputs keep
// working): the answer is the HTML of one `li.lt-file`, or JSON {"message": "..."} with an error status.
// The list is `ul.lt-files` named by `data-lt-files="id"`, else one made before the drop zone. Without script: a plain input.
import { csrfToken } from "./csrf.js";
import { icon, make, megabytes } from "./text.js";

const LIMIT = 20 * 1048576;
const KNOWN = /\.(pdf|jpe?g|png|heic|heif)$/i;

function listOf(input) {
  const named = input.dataset.ltFiles && document.getElementById(input.dataset.ltFiles);
  if (named) return named;
  const drop = input.closest(".lt-drop") ?? input;
  let list = drop.previousElementSibling;
  if (!list?.matches("ul.lt-files")) {
    list = make("ul", "lt-files");
    drop.before(list);
  }
  return list;
}

function trouble(file) {
  if (!KNOWN.test(file.name)) return "Cần ảnh JPG, PNG, HEIC hoặc tệp PDF. Chọn tệp khác.";
  if (file.size === 0) return "Tệp rỗng, không có nội dung. Chọn tệp khác.";
  if (file.size > LIMIT) return `Tệp ${megabytes(file.size)}, lớn hơn 20 MB. Chụp lại hoặc chọn tệp nhỏ hơn.`;
  return "";
}

function row(file) {
  const thumb = make("span", "lt-thumb", icon("file"));
  if (/^image\/(jpeg|png)$/.test(file.type)) {
    const picture = document.createElement("img");
    picture.alt = "";
    picture.src = URL.createObjectURL(file);
    picture.onload = () => URL.revokeObjectURL(picture.src);
    thumb.replaceChildren(picture);
  }
  const meta = make("div", "meta", megabytes(file.size));
  const line = make("li", "lt-file", thumb, make("div", "", make("div", "name", file.name), meta));
  return { line, meta };
}

function fail(line, text) {
  line.querySelector(".lt-progress")?.remove();
  line.append(make("p", "lt-error", icon("alert"), make("span", "", text)));
}

// A form sent while a file is on its way would lose the file: it waits until the last one has arrived, then goes by itself.
const onTheirWay = new Map();

function departed(form) {
  if (!onTheirWay.has(form)) onTheirWay.set(form, { count: 0, failed: false, waiting: null });
  onTheirWay.get(form).count++;
}

function arrived(form, well) {
  const state = onTheirWay.get(form);
  state.failed ||= !well;
  if (--state.count > 0) return;
  onTheirWay.delete(form);
  if (!state.waiting) return;
  if (state.failed) state.waiting.removeAttribute("aria-busy");
  else form.requestSubmit(state.waiting);
}

function send(input, file, line, meta) {
  const bar = Object.assign(document.createElement("progress"), { max: 100, value: 0 });
  bar.setAttribute("aria-label", `Đang tải ${file.name}`);
  const share = make("span", "", "0 %");
  const stop = Object.assign(make("button", "lt-button lt-button--quiet", "Dừng"), { type: "button" });
  line.append(stop, make("div", "lt-progress", bar, share));

  const request = new XMLHttpRequest();
  stop.onclick = () => {
    request.abort();
    line.remove();
  };
  request.upload.onprogress = (event) => {
    bar.value = (event.loaded / event.total) * 100;
    share.textContent = `${Math.round(bar.value)} %`;
    meta.textContent = `Đã tải ${megabytes(event.loaded)} trong ${megabytes(event.total)}`;
  };
  request.onload = () => {
    stop.remove();
    if (request.status < 300 && request.responseURL !== new URL(input.dataset.ltUpload, location.href).href) {
      // Sent on to the sign-in page: the session has ended.
      fail(line, "Phiên đăng nhập đã hết. Tải lại trang, đăng nhập rồi chọn lại tệp; nội dung đã lưu vẫn còn.");
      return;
    }
    if (request.status < 300) {
      const holder = document.createElement("template");
      holder.innerHTML = request.responseText.trim();
      line.replaceWith(holder.content);
      document.dispatchEvent(new CustomEvent("lt:uploaded", { detail: { input } }));
      return;
    }
    let said = "";
    try {
      said = JSON.parse(request.responseText).message;
    } catch {
      // not JSON: the general sentence will do
    }
    fail(line, said || "Máy chủ chưa nhận được tệp. Chọn lại tệp để gửi lại.");
  };
  request.onerror = () => {
    stop.remove();
    fail(line, "Mất mạng giữa chừng. Có mạng thì chọn lại tệp để gửi lại.");
  };
  request.onloadend = () => arrived(input.form, request.status >= 200 && request.status < 300);
  departed(input.form);
  const body = new FormData();
  body.append("file", file);
  body.append("field", input.name);
  request.open("POST", input.dataset.ltUpload);
  request.setRequestHeader("X-CSRFToken", csrfToken());
  request.send(body);
}

function take(input) {
  const list = listOf(input);
  const sends = Boolean(input.dataset.ltUpload);
  if (!sends) for (const old of list.querySelectorAll("[data-lt-chosen]")) old.remove();
  let refused = false;
  for (const file of input.files) {
    const { line, meta } = row(file);
    line.dataset.ltChosen = "";
    list.append(line);
    const reason = trouble(file);
    if (reason) {
      refused = true;
      fail(line, reason);
    } else if (sends) send(input, file, line, meta);
  }
  if (sends || refused) input.value = "";
}

export function start() {
  document.addEventListener(
    "submit",
    (event) => {
      const state = onTheirWay.get(event.target);
      if (!state || !event.submitter || event.submitter.formNoValidate) return;
      event.preventDefault();
      event.stopImmediatePropagation();
      state.waiting = event.submitter;
      event.submitter.setAttribute("aria-busy", "true");
    },
    true,
  );
  document.addEventListener("change", (event) => {
    if (event.target.matches?.("input[type=file][data-lt-upload]")) take(event.target);
  });
  for (const [type, over] of [
    ["dragover", true],
    ["dragleave", false],
    ["drop", false],
  ])
    document.addEventListener(type, (event) => {
      const zone = event.target.closest?.(".lt-drop");
      const input = zone?.querySelector("input[type=file]");
      if (!input) return;
      event.preventDefault();
      zone.classList.toggle("is-over", over);
      if (type !== "drop" || !event.dataTransfer.files.length) return;
      input.files = event.dataTransfer.files;
      input.dispatchEvent(new Event("change", { bubbles: true }));
    });
}

// The browser's own button speaks the browser's language; ours takes its place because the list says what was chosen.
start.look = (root) => {
  for (const input of root.querySelectorAll?.(".lt-drop > label + input[data-lt-upload], [data-lt-card] .lt-drop > label + input") ?? [])
    input.classList.add("sr-only");
};
