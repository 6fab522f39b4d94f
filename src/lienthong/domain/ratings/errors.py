"""What ratings refuse (lỗi của đánh giá)."""

from lienthong.kit.errors import NotFound, Refused


class AlreadyRated(Refused):
    """One dossier, one answer."""

    code = "already-rated"
    message = "Hồ sơ này đã được đánh giá. Mỗi hồ sơ đánh giá một lần; chỉ sửa được trong ngày, tại trang hồ sơ sau khi đăng nhập."


class AskingEnded(Refused):
    """The link is too old."""

    code = "rating-asked-too-long-ago"
    status = 410
    message = "Thời hạn đánh giá hồ sơ này đã hết. Có điều chưa hài lòng, xin gọi 1022 hoặc gửi phản ánh, kiến nghị."


class NoSuchAsking(NotFound):
    """The address is not one of ours."""

    message = "Không có phiếu đánh giá này. Kiểm tra lại đường dẫn trong thư, hoặc đăng nhập và mở trang hồ sơ."


class NobodyAsked(Refused):
    """The device shows nothing to rate now."""

    code = "device-asks-nothing"
    message = "Lượt đánh giá này đã hết giờ. Nhờ cán bộ mở lại, hoặc đánh giá bằng đường dẫn trong thư."
