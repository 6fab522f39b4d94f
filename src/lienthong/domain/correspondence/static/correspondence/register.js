// Registering: a file that was picked or dropped goes off at once and the form it fills opens; the cursor stands where something is
// still to be typed. Without this the button sends the file and Tab finds the box.
const form = document.querySelector("[data-co-put-in]");
const input = form?.querySelector("input[type=file]");

async function send() {
  if (!input.files.length || form.hasAttribute("aria-busy")) return;
  const button = form.querySelector("button");
  const said = form.querySelector(".lt-error");
  form.setAttribute("aria-busy", "true");
  button.disabled = true;
  button.textContent = "Đang đọc trang đầu…";
  said.hidden = true;
  try {
    const answer = await fetch(form.action, { method: "POST", body: new FormData(form), headers: { "X-Requested-With": "fetch" }, credentials: "same-origin" });
    const told = await answer.json();
    if (told.url) {
      location.assign(told.url);
      return;
    }
    said.textContent = told.message;
  } catch {
    said.textContent = "Chưa gửi được tệp: mất mạng hoặc phiên đăng nhập đã hết. Tải lại trang rồi chọn lại tệp.";
  }
  said.hidden = false;
  form.removeAttribute("aria-busy");
  button.disabled = false;
  button.textContent = "Đưa vào và đọc";
  input.value = "";
  input.focus();
}

input?.addEventListener("change", send);

const boxes = [...document.querySelectorAll("#register input:not([type=hidden]):not([type=checkbox]), #register textarea")];
if (!document.querySelector(".lt-summary")) {
  const wanted = ["notation", "issued_on_day", "issuer_name", "abstract"];
  const empty = boxes.find((box) => wanted.includes(box.id) && !box.value);
  if (input && document.querySelector(".co-done")) input.focus();
  else (empty ?? (input ? input : document.querySelector(".lt-keys .lt-button--primary")))?.focus();
}
