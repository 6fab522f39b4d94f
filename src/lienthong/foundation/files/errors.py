"""Refusals of files (lý do không nhận tệp). Each says the rule, the value found and the way out."""

from lienthong.foundation.files.choices import MAX_BYTES, MAX_PAGES, MAX_PIXELS
from lienthong.kit.errors import Refused


def _megabytes(size: int) -> str:
    return f"{size / 1024 / 1024:.1f}".replace(".", ",")


class FileRefused(Refused):
    """Base of all refusals of a file."""

    code = "file-refused"
    status = 422


class FileEmpty(FileRefused):
    code = "file-empty"

    def __init__(self, name: str) -> None:
        super().__init__(
            f"Tệp “{name}” không có nội dung (0 byte). Ông/bà mở lại tệp trên máy để kiểm tra rồi chọn lại tệp khác."
        )


class FileTooBig(FileRefused):
    code = "file-too-big"
    status = 413

    def __init__(self, name: str, size: int, limit: int = MAX_BYTES) -> None:
        super().__init__(
            f"Mỗi tệp không quá {limit // 1024 // 1024} MB; tệp “{name}” có {_megabytes(size)} MB. "
            "Ông/bà chụp lại ở độ phân giải thấp hơn, quét đen trắng hoặc tách thành nhiều tệp.",
            size=size,
        )


class FileTypeNotAccepted(FileRefused):
    """`found` is what the content really is, whatever the name says."""

    code = "file-type-not-accepted"

    def __init__(self, name: str, found: str, *, disguised: bool, tiff: bool = False) -> None:
        fact = (
            f"tên tệp “{name}” ghi một loại khác nhưng nội dung là {found}" if disguised else f"tệp “{name}” là {found}"
        )
        super().__init__(
            f"Hệ thống nhận tệp PDF và ảnh JPEG, PNG, HEIC{', TIFF' if tiff else ''}; {fact}. "
            "Ông/bà lưu giấy tờ thành PDF hoặc chụp ảnh giấy tờ rồi chọn lại.",
            found=found,
        )


class FileCut(FileRefused):
    code = "file-cut"

    def __init__(self, name: str, detail: str) -> None:
        super().__init__(
            f"Tệp phải đầy đủ và mở được; tệp “{name}” {detail}. "
            "Nguyên nhân thường gặp là đường truyền bị ngắt khi tải tệp. Ông/bà mở thử tệp trên máy rồi tải lên lại."
        )


class FileEncrypted(FileRefused):
    code = "file-encrypted"

    def __init__(self, name: str) -> None:
        super().__init__(
            f"Tệp PDF không được đặt mật khẩu; tệp “{name}” đang khóa bằng mật khẩu hoặc giới hạn quyền. "
            "Ông/bà bỏ mật khẩu (lưu bản mới không khóa) rồi tải lên lại."
        )


class FileActiveContent(FileRefused):
    code = "file-active-content"

    def __init__(self, name: str, found: str) -> None:
        super().__init__(
            f"Tệp PDF không được chứa mã lệnh; tệp “{name}” có {found}. "
            "Ông/bà in tệp ra PDF mới (chọn In, máy in “Lưu thành PDF”) rồi tải lên bản vừa in.",
            found=found,
        )


class FileTooManyPixels(FileRefused):
    """`size` is (width, height), None where the picture is too large even to be measured."""

    code = "file-too-many-pixels"

    def __init__(self, name: str, size: tuple[int, int] | None) -> None:
        found = f"{size[0]} × {size[1]} điểm ({size[0] * size[1] // 1_000_000} triệu)" if size else "hơn 178 triệu điểm"
        super().__init__(
            f"Ảnh không quá {MAX_PIXELS // 1_000_000} triệu điểm ảnh; ảnh “{name}” có {found}. "
            "Ông/bà chụp lại ở độ phân giải thấp hơn.",
            size=size,
        )


class FileTooManyPages(FileRefused):
    code = "file-too-many-pages"

    def __init__(self, name: str, pages: int, limit: int = MAX_PAGES) -> None:
        super().__init__(
            f"Mỗi tệp không quá {limit} trang; tệp “{name}” có {pages} trang. Ông/bà tách thành nhiều tệp.",
            pages=pages,
        )


class FileDamaged(Refused):
    """The stored bytes are gone or are no longer those that were given: an incident, not the user's fault."""

    code = "file-damaged"
    status = 500
    message = "Tệp lưu trên hệ thống không còn nguyên vẹn nên không mở được. Sự việc đã được ghi lại để quản trị khôi phục từ bản sao lưu."


class IncompleteUpload(Refused):
    """The body of a request ended before its announced length."""

    code = "incomplete-upload"
    status = 400
    message = "Dữ liệu gửi lên chưa đủ vì đường truyền bị ngắt giữa chừng. Ông/bà quay lại trang trước và gửi lại; các mục đã lưu vẫn còn."


class RequestTooBig(Refused):
    """More bytes, files or fields in one request than any form of ours has."""

    code = "request-too-big"
    status = 413
    message = (
        "Một lần gửi có quá nhiều dữ liệu. Ông/bà quay lại trang trước, gửi từng tệp một, mỗi tệp không quá 20 MB."
    )
