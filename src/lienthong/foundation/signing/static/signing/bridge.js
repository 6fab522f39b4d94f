/* The browser between the platform and the bridge on this machine (docs/guides/cau-noi-ky-so.md).
   The platform has prepared the papers; the bridge signs their digests; the form takes the answers back, and the platform checks them. */
(() => {
  const panel = document.querySelector("[data-bridge]");
  if (!panel) return;
  const said = panel.querySelector("[data-said]");
  const again = panel.querySelector("[data-again]");
  const inputs = [...panel.querySelectorAll("input[data-hash]")];
  const bridge = panel.dataset.bridge.replace(/\/$/, "");
  const about = { certificate_sha256: panel.dataset.certificate, algorithm: panel.dataset.algorithm };

  const tell = (text) => {
    said.textContent = text;
  };

  async function ask(path, body) {
    let response;
    try {
      const sent = { method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(body) };
      response = await fetch(bridge + path, body ? sent : {});
    } catch {
      throw new Error("Không thấy cầu nối ký số trên máy này. Mở chương trình cầu nối, cắm thiết bị rồi bấm ký lại.");
    }
    if (response.status === 404) throw new Error("Thiết bị đang cắm không giữ chứng thư đã ghi trong sổ. Cắm đúng thiết bị của ông/bà rồi ký lại.");
    if (response.status === 403) throw new Error("Cầu nối chưa cho phép trang này, hoặc ông/bà đã bấm từ chối. Văn bản chưa thay đổi.");
    if (!response.ok) throw new Error("Cầu nối không ký được. Văn bản chưa thay đổi; ông/bà xem lại thiết bị rồi bấm lại.");
    return response.json();
  }

  async function sign() {
    again.disabled = true;
    try {
      tell("Đang hỏi cầu nối…");
      const found = await ask("/v1/info");
      tell("Xác nhận trên thiết bị, nhập mã PIN nếu thiết bị hỏi…");
      if (inputs.length > 1 && found.version >= 2) {
        const hashes = inputs.map((each) => each.dataset.hash);
        const documents = inputs.map((each) => each.dataset.document);
        const told = await ask("/v1/sign", { ...about, hashes, documents });
        inputs.forEach((each, at) => {
          each.value = told.signatures[at];
        });
      } else {
        for (const each of inputs) {
          const told = await ask("/v1/sign", { ...about, hash: each.dataset.hash, document: each.dataset.document });
          each.value = told.signature;
        }
      }
      tell("Đang kiểm tra chữ ký…");
      panel.closest("form").submit();
    } catch (error) {
      tell(error.message);
      again.disabled = false;
    }
  }

  again.addEventListener("click", sign);
  sign();
})();
