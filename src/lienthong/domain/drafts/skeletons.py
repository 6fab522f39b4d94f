"""What a document of each type begins with (bố cục mẫu), Phụ lục III Nghị định 30/2020/NĐ-CP. Words in brackets are to be written."""

from dataclasses import dataclass
from typing import Final

from lienthong.kit.recordkeeping import Kind


@dataclass(frozen=True, slots=True)
class Skeleton:
    """Lines to begin with; `enacted` where who decides stands above the grounds, `addressed` where “Kính gửi” stands."""

    grounds: str
    body: str
    enacted: bool = False
    addressed: bool = False


_LAW = "Căn cứ Luật Tổ chức chính quyền địa phương ngày 16 tháng 6 năm 2025;"

OTHERS: Final = Skeleton("", "[Nội dung văn bản]")
SKELETONS: Final[dict[str, Skeleton]] = {
    Kind.LETTER: Skeleton(
        "",
        "[Nêu lý do, căn cứ gửi công văn.]\n[Nội dung đề nghị, trả lời hoặc hướng dẫn; việc cần làm, ai làm, trước ngày nào.]\n"
        "[Đầu mối liên hệ.]",
        addressed=True,
    ),
    Kind.DECISION: Skeleton(
        f"{_LAW}\nCăn cứ [văn bản trực tiếp điều chỉnh việc này];\nTheo đề nghị của [chức vụ người đứng đầu đơn vị trình].",
        "Điều 1. [Nội dung quyết định.]\nĐiều 2. Quyết định này có hiệu lực kể từ ngày ký.\n"
        "Điều 3. [Chánh Văn phòng, Thủ trưởng các đơn vị có liên quan] chịu trách nhiệm thi hành Quyết định này",
        enacted=True,
    ),
    Kind.SUBMISSION: Skeleton(
        "Căn cứ [văn bản làm cơ sở để trình];",
        "I. SỰ CẦN THIẾT\n[Vì sao phải có việc này.]\nII. NỘI DUNG TRÌNH\n[Phương án, kinh phí, thời gian.]\nIII. KIẾN NGHỊ\n"
        "[Đề nghị cấp có thẩm quyền xem xét, quyết định việc gì.]",
        addressed=True,
    ),
    Kind.REPORT: Skeleton(
        "Thực hiện [văn bản yêu cầu báo cáo];",
        "I. TÌNH HÌNH, KẾT QUẢ\n[Số liệu, việc đã làm, so với kế hoạch.]\nII. TỒN TẠI, NGUYÊN NHÂN\n[Chưa làm được gì, vì sao.]\n"
        "III. NHIỆM VỤ, KIẾN NGHỊ\n[Việc tiếp theo, kiến nghị với ai.]",
    ),
    Kind.NOTICE: Skeleton(
        "Căn cứ [văn bản làm cơ sở];", "[Nội dung thông báo: việc gì, thời gian, địa điểm, đối tượng.]"
    ),
    Kind.PLAN: Skeleton(
        "Căn cứ [văn bản giao nhiệm vụ];",
        "I. MỤC ĐÍCH, YÊU CẦU\n1. Mục đích: [đạt được gì]\n2. Yêu cầu: [bảo đảm gì]\nII. NỘI DUNG\n"
        "1. [Việc, đơn vị chủ trì, đơn vị phối hợp, thời hạn, sản phẩm]\nIII. TỔ CHỨC THỰC HIỆN\n[Phân công, kinh phí, chế độ báo cáo.]",
    ),
    Kind.INVITATION: Skeleton(
        "",
        "[Tên cơ quan] trân trọng kính mời: [người được mời]\nTới dự [cuộc họp, hội nghị về việc gì].\nChủ trì: [chức vụ, họ tên]\n"
        "Thời gian: [giờ, ngày]\nĐịa điểm: [phòng, địa chỉ]",
    ),
}
"""The seven types that offices write daily; the others begin with an empty page in the same layout."""


def skeleton_of(kind: str) -> Skeleton:
    """What a document of this type begins with."""
    return SKELETONS.get(kind, OTHERS)
