"""Why the vault says no (lỗi của kho giấy tờ)."""

from lienthong.kit.errors import Refused


class NoConsent(Refused):
    """A paper is never given without its owner's word."""

    code = "vault-no-consent"
    status = 422
    message = (
        "Chưa đánh dấu đồng ý nên giấy tờ vẫn ở trong kho. Đánh dấu vào ô đồng ý rồi bấm lại, hoặc tải tệp khác lên."
    )
