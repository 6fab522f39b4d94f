"""Why a register is not asked, or does not answer (lỗi tra cứu)."""

from datetime import datetime
from typing import Self

from lienthong.kit import clock
from lienthong.kit.errors import Refused


class RegisterUnreachable(Refused):
    """It is down, slow, or answers nonsense; the work goes on by paper."""

    code = "register-unreachable"
    status = 503

    @classmethod
    def of(cls, name: str, why: str) -> Self:
        """Sentence naming the register, what happened and the way on."""
        return cls(
            f"{name} {why}. Thử lại sau ít phút; nếu gấp, đối chiếu bản giấy, bản chụp người nộp đã gửi và ghi “đối chiếu bản giấy” "
            "ở mục Đối chiếu. Hồ sơ không phải chờ."
        )


class RegisterRefused(Refused):
    """The register says no."""

    code = "register-refused"
    status = 502


class RegistersNotConnected(Refused):
    """This installation has no connection to the registers."""

    code = "registers-not-connected"
    message = "Tỉnh chưa kết nối các cơ sở dữ liệu quốc gia (REGISTERS_URL). Đối chiếu bản giấy; báo quản trị hệ thống kết nối."


class TooManyLookups(Refused):
    """More questions than work explains."""

    code = "too-many-lookups"
    status = 429

    @classmethod
    def of(cls, most: int, again_at: datetime) -> Self:
        """Sentence naming the bound and when it goes on."""
        return cls(
            f"Chức vụ này đã tra cứu {most} lượt trong một giờ. Tra cứu tiếp được từ {again_at.astimezone(clock.VIETNAM):%H:%M}; "
            "cần nhiều hơn thì báo quản trị hệ thống."
        )
