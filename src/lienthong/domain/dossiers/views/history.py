"""What the record of a dossier says, in words (lịch sử hồ sơ): each verb of the audit by the name that officers know."""

from typing import Any

from lienthong.domain.dossiers.choices import ProposalKind
from lienthong.domain.dossiers.views.opening import TOLD_BY_POST

TOLD = {
    "submit_dossier": "Nộp hồ sơ",
    "mark_fee_paid": "Ghi nhận phí, lệ phí đã nộp",
    "follow_agency": "Hồ sơ chuyển theo sắp xếp cơ quan",
    "import_dossier": "Chuyển từ phần mềm cũ",
    "correct_ledger": "Đính chính sổ biến động",
    "accept_dossier": "Tiếp nhận hồ sơ, hẹn trả kết quả",
    "reject_dossier": "Từ chối tiếp nhận",
    "request_supplement": "Yêu cầu bổ sung",
    "send_supplement": "Người nộp gửi bổ sung",
    "complete_step": "Hoàn thành bước",
    "send_back_step": "Trả lại chuyên viên",
    "draft_result": "Lập dự thảo kết quả",
    "sign_result": "Ký số kết quả",
    "number_result": "Cấp số kết quả",
    "seal_result": "Đóng dấu của cơ quan",
    "raise_result": "Bổ sung bằng chứng cho chữ ký",
    "return_result": "Trả kết quả",
    "undo_return": "Hủy việc trả kết quả",
    "remind_collection": "Nhắc nhận kết quả",
    "note_paper_part": "Ghi nhận có bản giấy",
    "hand_over": "Bàn giao bản giấy",
    "receive_paper": "Nhận bản giấy",
    "refuse_paper": "Không nhận bản giấy",
    "cancel_handover": "Hủy danh sách bàn giao",
    "withdraw_dossier": "Người nộp rút hồ sơ",
    "pause_dossier": "Tạm dừng giải quyết",
    "end_pause": "Giải quyết tiếp",
    "ask_duty": "Yêu cầu nghĩa vụ tài chính",
    "cancel_duty": "Bỏ yêu cầu nghĩa vụ tài chính",
    "settle_duty": "Ngân hàng báo đã nộp",
    "close_dossier": "Kết thúc hồ sơ",
    "refer_dossier": "Chuyển cơ quan khác",
    "answer_referral": "Cơ quan khác trả lời",
    "recall_referral": "Thu hồi đề nghị",
    "link_child": "Gắn hồ sơ con",
    "open_child": "Mở hồ sơ con ở cơ quan khác",
    "stop_waiting": "Không chờ hồ sơ con",
    "child_ended": "Hồ sơ con kết thúc",
    "recall_child": "Thu hồi theo hồ sơ gốc",
    "attach_scans": "Quét giấy tờ vào hồ sơ",
    "match": "Đối chiếu",
    "ask_register": "Tra cứu",
    "assign_step": "Phân công",
    "undo_assignment": "Hoàn lại phân công",
    "set_priority": "Mức ưu tiên",
    "certify_paper": "Bản sao điện tử được ký",
    "reuse_paper": "Dùng lại giấy tờ trong kho",
    "withdraw_reused_paper": "Người nộp rút đồng ý",
    **{f"propose_{kind}": f"Trình lãnh đạo: {kind.label.lower()}" for kind in ProposalKind},
    **{f"approve_{kind}": f"Lãnh đạo đồng ý: {kind.label.lower()}" for kind in ProposalKind},
    **{f"decline_{kind}": f"Lãnh đạo không đồng ý: {kind.label.lower()}" for kind in ProposalKind},
    **TOLD_BY_POST,
    "rate": "Đánh giá mức độ hài lòng",
    "submit_filing": "Nộp bản khai",
    "accept_reception": "Tiếp nhận tại quầy",
    "accept_supplement": "Nhận bổ sung tại quầy",
    "return_reception": "Hướng dẫn bổ sung tại quầy",
    "refuse_reception": "Từ chối tại quầy",
    "take_cash": "Thu tiền mặt",
    "return_cash": "Trả lại tiền mặt",
    "decide_refund": "Quyết định hoàn trả phí, lệ phí",
    "pay_refund": "Đã hoàn trả phí, lệ phí",
    "refund_failed": "Ngân hàng chưa chuyển được tiền hoàn trả",
    "redirect_refund": "Đổi cách hoàn trả",
    "cancel_refund": "Hủy quyết định hoàn trả",
    "create_payment_order": "Lập lệnh thanh toán",
    "confirm_payment": "Ghi nhận đã nộp tiền",
}


def told(entry: Any) -> dict[str, Any]:
    """One row of the record in the words of the office: what was done, its note, when, by whom in which seat."""
    step = entry.details.get("step", "")
    said = TOLD.get(entry.verb, entry.verb)
    return {
        "said": f"{said}: {step}" if step else said,
        "said_note": entry.details.get("note") or entry.details.get("reason") or "",
        "at": entry.at,
        "actor_name": entry.actor_name,
        "position_title": entry.position_title,
    }
