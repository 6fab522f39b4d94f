"""Refusals of the post (lỗi bưu chính)."""

from lienthong.kit.errors import Refused


class PostNotConnected(Refused):
    """No carrier is configured."""

    code = "post-not-connected"
    message = "Tỉnh chưa kết nối với bưu điện nên chưa gửi, nhận qua bưu chính được. Nộp, nhận tại Bộ phận Một cửa."


class TooLate(Refused):
    """The parcel has gone further than the act allows."""

    code = "post-too-late"


class CarrierRefused(Refused):
    """The carrier understood and said no; trying again the same way changes nothing."""

    code = "carrier-refused"


class CarrierUnreachable(Refused):
    """No usable answer this time; trying later may help."""

    code = "carrier-unreachable"
    status = 503
    message = "Chưa kết nối được với bưu điện."
