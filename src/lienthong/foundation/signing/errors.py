"""Refusals of signing (lý do không ký được)."""

from collections.abc import Sequence
from datetime import datetime

from lienthong.foundation.signing.asked import Paper, ToSign
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


class HolderNeeded(Refused):
    """The key signs only when its holder allows it. `paper`: what was about to be signed, where it can be signed apart from the act."""

    def __init__(self, message: str = "", *, paper: Paper | None = None, field: str = "") -> None:
        self.paper = paper
        super().__init__(message, field=field)


class AuthorizationNeeded(HolderNeeded):
    """The key wants the holder's PIN, or PIN and one-time code, for every signature."""

    code = "signing-authorization-needed"
    message = "Khóa ký số của ông/bà nằm ở nhà cung cấp chữ ký từ xa. Nhập mã PIN và mã xác nhận (OTP) rồi ký."

    @classmethod
    def pin(cls, paper: Paper | None = None) -> "AuthorizationNeeded":
        """A key in a device that asks for the PIN each time."""
        return cls("Khóa ký số của ông/bà cần mã PIN cho mỗi lần ký. Nhập mã PIN rồi ký.", paper=paper, field="pin")

    @classmethod
    def refused(cls) -> "AuthorizationNeeded":
        """The provider did not take them."""
        return cls(
            "Nhà cung cấp chữ ký từ xa không nhận mã PIN hoặc mã xác nhận vừa nhập. Văn bản chưa thay đổi; ông/bà kiểm tra rồi nhập lại.",
            field="pin",
        )

    @classmethod
    def wrong_pin(cls) -> "AuthorizationNeeded":
        """Of the key."""
        return cls(
            "Mã PIN không đúng. Văn bản chưa thay đổi; ông/bà nhập lại. Sai nhiều lần thì khóa ký bị khóa.",
            field="pin",
        )

    @classmethod
    def wrong_code(cls) -> "AuthorizationNeeded":
        """The one-time code, or it is too old."""
        return cls(
            "Mã xác nhận (OTP) không đúng hoặc đã quá hạn. Văn bản chưa thay đổi; ông/bà lấy mã mới rồi nhập lại.",
            field="otp",
        )

    @classmethod
    def locked(cls) -> "AuthorizationNeeded":
        """Too many wrong PINs."""
        return cls(
            "Khóa ký đã bị khóa do nhập sai mã PIN nhiều lần. Văn bản chưa ký; ông/bà liên hệ nơi cấp chứng thư số để mở khóa.",
            field="pin",
        )


class OwnDeviceNeeded(HolderNeeded):
    """The key lies in a token on the holder's desk: the browser has to ask it."""

    code = "signing-on-own-device"
    message = (
        "Khóa ký số nằm trong thiết bị (USB token) tại máy của người ký nên hệ thống không tự ký được. Ký kết quả, văn bản đi, tệp trên trang web: cắm "
        "thiết bị rồi xác nhận tại đó. Đóng dấu, sao văn bản cần khóa tại máy chủ; ông/bà báo quản trị hệ thống."
    )


class DeviceAsked(Refused):
    """The papers are ready; the device on the desk has to sign `asked`. Nothing has changed yet."""

    code = "signing-device-asked"
    message = "Văn bản đã sẵn sàng. Xác nhận trên thiết bị ký của ông/bà để ký."

    def __init__(self, asked: Sequence[ToSign]) -> None:
        self.asked = tuple(asked)
        super().__init__(asked=self.asked)


class TooManyAtOnce(Refused):
    """More papers than a key signs by one permission."""

    code = "too-many-to-sign"

    @classmethod
    def of(cls, many: int, most: int) -> "TooManyAtOnce":
        """How many were asked for."""
        return cls(
            f"Khóa ký này cho phép mỗi lần nhiều nhất {most} văn bản; lượt này có {many}. Ông/bà bỏ bớt, ký làm nhiều lượt."
        )


class DeviceAnswerWrong(Refused):
    """What came back from the token is not a signature of this paper."""

    code = "device-answer-wrong"
    status = 422
    message = "Chữ ký do thiết bị trả về không khớp với văn bản hoặc chứng thư đã chọn. Văn bản chưa thay đổi; ông/bà ký lại, chọn đúng chứng thư của mình."

    @classmethod
    def late(cls) -> "DeviceAnswerWrong":
        """The paper waited too long."""
        return cls("Lần ký này đã quá thời gian chờ thiết bị. Văn bản chưa thay đổi; ông/bà bấm ký lại.")

    @classmethod
    def empty(cls) -> "DeviceAnswerWrong":
        """Nothing was pasted."""
        return cls("Ô dán chữ ký còn trống nên chưa ký. Ông/bà chọn lại tệp, bấm ký rồi dán chữ ký do thiết bị trả về.")


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
