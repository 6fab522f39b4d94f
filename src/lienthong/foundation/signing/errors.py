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


class NotYourTurn(Refused):
    """An order is set, and somebody before has not signed."""

    code = "not-your-turn-to-sign"
    message = "Văn bản này ký theo thứ tự và chưa đến lượt ông/bà."

    @classmethod
    def after(cls, holder: str) -> "NotYourTurn":
        """Who must sign first."""
        return cls(
            f"Văn bản này ký theo thứ tự: {holder} ký trước nhưng chưa ký. Ông/bà ký sau khi người đó ký, hoặc đề nghị văn thư đổi thứ tự."
        )

    @classmethod
    def stranger(cls) -> "NotYourTurn":
        """Not among those who sign."""
        return cls("Chức vụ đang dùng không nằm trong danh sách ký văn bản này. Ông/bà chọn đúng chức vụ rồi ký lại.")


class AuthorizationNeeded(Refused):
    """The key lies with a provider that wants the holder's PIN and one-time code for every signature."""

    code = "signing-authorization-needed"
    message = "Khóa ký số của ông/bà nằm ở nhà cung cấp chữ ký từ xa. Nhập mã PIN và mã xác nhận (OTP) rồi ký."

    @classmethod
    def refused(cls) -> "AuthorizationNeeded":
        """The provider did not take them."""
        return cls(
            "Nhà cung cấp chữ ký từ xa không nhận mã PIN hoặc mã xác nhận vừa nhập. Văn bản chưa thay đổi; ông/bà kiểm tra rồi nhập lại.",
            field="pin",
        )


class OwnDeviceNeeded(Refused):
    """The key lies in a token on the holder's desk: the browser has to ask it."""

    code = "signing-on-own-device"
    message = "Khóa ký số của ông/bà nằm trong thiết bị (USB token) tại máy của ông/bà. Mở trang ký bằng thiết bị, cắm thiết bị rồi ký tại đó."


class DeviceAnswerWrong(Refused):
    """What came back from the token is not a signature of this paper."""

    code = "device-answer-wrong"
    status = 422
    message = "Chữ ký do thiết bị trả về không khớp với văn bản hoặc chứng thư đã chọn. Văn bản chưa thay đổi; ông/bà ký lại, chọn đúng chứng thư của mình."

    @classmethod
    def late(cls) -> "DeviceAnswerWrong":
        """The paper waited too long."""
        return cls("Lần ký này đã quá thời gian chờ thiết bị. Văn bản chưa thay đổi; ông/bà bấm ký lại.")


class BadPicture(Refused):
    """The uploaded picture cannot stand for a hand or a seal."""

    code = "bad-signature-picture"
    status = 422
    message = "Hình ảnh phải là tệp PNG hoặc JPEG đọc được, nền trắng hoặc trong suốt, có nét chữ ký rõ. Ông/bà chụp hoặc quét lại trên giấy trắng."


class BadCertificate(Refused):
    """The uploaded file is no certificate that can be registered."""

    code = "bad-certificate"
    status = 422
    message = "Tệp không phải chứng thư số (PEM, DER) đọc được. Ông/bà xuất lại chứng thư từ thiết bị hoặc tải từ cơ quan chứng thực."
