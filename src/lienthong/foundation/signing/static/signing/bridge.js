/* The browser between the platform and the bridge on this machine (docs/guides/cau-noi-ky-so.md).
   The platform prepares the paper, the bridge signs its digest, the platform checks the answer. */
(() => {
  const form = document.querySelector("[data-bridge]");
  if (!form) return;
  const said = form.querySelector("[data-said]");
  const button = form.querySelector("button[type=submit], button:not([type])");
  const bridge = form.dataset.bridge.replace(/\/$/, "");

  const tell = (text) => { said.textContent = text; };
  const token = () => form.querySelector("[name=csrfmiddlewaretoken]").value;

  async function answer(response) {
    const told = await response.json().catch(() => ({}));
    if (!response.ok) throw new Error(told.problem || told.error || String(response.status));
    return told;
  }

  async function ask(path, body) {
    let response;
    try {
      response = await fetch(bridge + path, body
        ? { method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(body) }
        : {});
    } catch {
      throw new Error("Không thấy cầu nối ký số trên máy này. Mở chương trình cầu nối, cắm thiết bị rồi bấm ký lại.");
    }
    if (response.status === 404) throw new Error("Thiết bị đang cắm không giữ chứng thư đã ghi trong sổ. Cắm đúng thiết bị của ông/bà rồi ký lại.");
    if (response.status === 403) throw new Error("Cầu nối chưa cho phép trang này. Thêm địa chỉ của hệ thống vào cầu nối rồi ký lại.");
    return answer(response);
  }

  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    button.disabled = true;
    try {
      tell("Đang hỏi cầu nối…");
      await ask("/v1/info");
      tell("Đang chuẩn bị văn bản…");
      const asked = await answer(await fetch(form.dataset.prepare, { method: "POST", body: new FormData(form) }));
      tell("Xác nhận trên thiết bị, nhập mã PIN nếu thiết bị hỏi…");
      const signed = await ask("/v1/sign", {
        certificate_sha256: asked.certificate_sha256, hash: asked.hash, algorithm: asked.algorithm, document: asked.certificate,
      });
      tell("Đang kiểm tra chữ ký…");
      const done = await answer(await fetch(`${form.dataset.prepare}${asked.id}/`, {
        method: "POST", headers: { "Content-Type": "application/json", "X-CSRFToken": token() },
        body: JSON.stringify({ signature: signed.signature }),
      }));
      tell("Đã ký. Tệp đã ký đang được tải về.");
      window.location.assign(done.url);
    } catch (error) {
      tell(error.message);
    } finally {
      button.disabled = false;
    }
  });
})();
