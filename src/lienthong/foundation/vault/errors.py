"""Why the vault says no (lỗi của kho giấy tờ)."""

from datetime import datetime

from lienthong.kit.clock import VIETNAM
from lienthong.kit.errors import Refused


class NoConsent(Refused):
    """A paper is never given without its owner's word."""

    code = "vault-no-consent"
    status = 422
    message = (
        "Chưa đánh dấu đồng ý nên giấy tờ vẫn ở trong kho. Đánh dấu vào ô đồng ý rồi bấm lại, hoặc tải tệp khác lên."
    )


class PaperUnusable(Refused):
    """Expired, revoked, replaced, or changed: it is not given, with the reason."""

    code = "vault-paper-unusable"
    status = 422


class NotTheOwner(Refused):
    """Somebody else stands at the counter."""

    code = "vault-not-the-owner"
    status = 422


class ConsentGone(Refused):
    """The owner has taken the consent back, or it is over."""

    code = "vault-consent-gone"
    status = 403

    def __init__(self, name: str, at: datetime) -> None:
        super().__init__(
            f"Chủ giấy tờ đã rút đồng ý dùng “{name}” lúc {at.astimezone(VIETNAM):%H:%M, %d/%m/%Y} nên không mở được nữa. "
            "Cần giấy tờ này thì gửi yêu cầu bổ sung để người nộp đồng ý lại hoặc nộp bản khác."
        )


class ConsentFinished(Refused):
    """There is nothing left to take back."""

    code = "vault-consent-finished"


class StandingUnchanged(Refused):
    """It stands otherwise than the verb expects, often because somebody was faster."""

    code = "vault-standing"
