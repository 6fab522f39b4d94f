// Read the QR code of a citizen card with the camera. BarcodeDetector where the browser has one, else jsQR. The picture never leaves the
// device: only the text of the code is sent, by the same button as without a camera.
import jsQR from "jsqr";

const EVERY_MS = 180;
const SIDE = 1000;
const TROUBLE = {
  NotAllowedError: "Máy chưa cho trang này dùng máy ảnh. Cho phép trong cài đặt của trình duyệt, hoặc chụp ảnh thẻ ở ô bên dưới.",
  NotFoundError: "Máy này không có máy ảnh. Chọn ảnh thẻ ở ô bên dưới, hoặc tự gõ.",
  NotReadableError: "Máy ảnh đang được ứng dụng khác dùng. Đóng ứng dụng đó rồi quét lại, hoặc chụp ảnh thẻ ở ô bên dưới.",
};

async function reader() {
  if ("BarcodeDetector" in window && (await BarcodeDetector.getSupportedFormats()).includes("qr_code")) {
    const detector = new BarcodeDetector({ formats: ["qr_code"] });
    return async (canvas) => (await detector.detect(canvas))[0]?.rawValue ?? "";
  }
  return async (canvas, context) => {
    const { data, width, height } = context.getImageData(0, 0, canvas.width, canvas.height);
    return jsQR(data, width, height)?.data ?? "";
  };
}

function say(card, text) {
  const place = card.querySelector("[data-lt-scan-trouble]");
  place.textContent = text;
  place.hidden = !text;
}

async function scan(button) {
  const card = button.closest("[data-lt-card]");
  const place = card.querySelector("[data-lt-scan-place]");
  say(card, "");
  let stream;
  try {
    if (!navigator.mediaDevices?.getUserMedia) throw new DOMException("", "NotFoundError");
    stream = await navigator.mediaDevices.getUserMedia({
      video: { facingMode: { ideal: "environment" }, width: { ideal: 1920 }, height: { ideal: 1080 } },
    });
  } catch (error) {
    say(card, TROUBLE[error.name] ?? "Chưa mở được máy ảnh. Chụp ảnh thẻ ở ô bên dưới, hoặc tự gõ.");
    return;
  }
  const video = Object.assign(document.createElement("video"), { muted: true, playsInline: true, srcObject: stream });
  video.setAttribute("aria-label", "Hình từ máy ảnh, đưa mã QR của thẻ vào giữa");
  const stop = Object.assign(document.createElement("button"), {
    type: "button",
    className: "lt-button",
    textContent: "Dừng quét",
  });
  let running = true;
  const end = () => {
    running = false;
    for (const track of stream.getTracks()) track.stop();
    place.replaceChildren();
    place.hidden = true;
    button.hidden = false;
  };
  stop.onclick = () => {
    end();
    button.focus();
  };
  place.replaceChildren(video, stop);
  place.hidden = false;
  button.hidden = true;
  stop.focus();
  await video.play();
  const read = await reader();
  const canvas = document.createElement("canvas");
  const context = canvas.getContext("2d", { willReadFrequently: true });
  while (running && place.isConnected) {
    if (video.videoWidth) {
      const scale = Math.min(1, SIDE / Math.max(video.videoWidth, video.videoHeight));
      canvas.width = Math.round(video.videoWidth * scale);
      canvas.height = Math.round(video.videoHeight * scale);
      context.drawImage(video, 0, 0, canvas.width, canvas.height);
      const text = await read(canvas, context).catch(() => "");
      if (running && text.split("|").length > 2) {
        end();
        card.querySelector("input[name^=_card_line-]").value = text;
        const button = card.querySelector("button[name=_card]");
        button.form.requestSubmit(button);
        return;
      }
      if (text) say(card, "Mã vừa thấy không phải mã của thẻ căn cước. Đưa mã ở góc trên bên phải, mặt trước thẻ.");
    }
    await new Promise((resolve) => setTimeout(resolve, EVERY_MS));
  }
}

document.addEventListener("lt:scan", (event) => scan(event.detail.button));
