"""Refusals of signing (lý do không ký được)."""

from datetime import datetime

from lienthong.kit.clock import VIETNAM
from lienthong.kit.errors import Refused


class NoCertificate(Refused):
    """The position (or agency) has no certificate that is valid now."""

    code = "no-certificate"
    message = (
        "Ký số cần chứng thư số còn hiệu lực của chức vụ đang dùng; chức vụ này chưa được cấp chứng thư. "
        "Ông/bà chọn chức vụ khác có chứng thư, hoặc đề nghị quản trị hệ thống của cơ quan cấp chứng thư số."
    )

    @classmethod
    def expired(cls, holder: str, not_after: datetime) -> "NoCertificate":
        """It had one."""
        return cls(
            f"Ký số cần chứng thư số còn hiệu lực; chứng thư của {holder} hết hạn ngày {not_after.astimezone(VIETNAM):%d/%m/%Y}. "
            "Ông/bà đề nghị quản trị hệ thống của cơ quan gia hạn hoặc cấp chứng thư mới."
        )

    @classmethod
    def revoked(cls, holder: str) -> "NoCertificate":
        """It was taken back."""
        return cls(
            f"Ký số cần chứng thư số còn hiệu lực; chứng thư của {holder} đã bị thu hồi. "
            "Ông/bà đề nghị quản trị hệ thống của cơ quan cấp chứng thư mới."
        )


class KeyUnavailable(Refused):
    """The device with the private key does not answer."""

    code = "signing-key-unavailable"
    status = 503
    message = "Thiết bị giữ khóa ký số chưa sẵn sàng nên chưa ký được. Nội dung chưa thay đổi; ông/bà ký lại sau ít phút hoặc báo quản trị hệ thống."


class NotSignable(Refused):
    """The bytes are no PDF that can carry a signature."""

    code = "not-signable"
    status = 422
    message = (
        "Chỉ ký được tệp PDF mở được và không khóa mật khẩu; tệp này không đọc được. Ông/bà tạo lại văn bản rồi ký."
    )
