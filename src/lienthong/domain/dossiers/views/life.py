"""The acts that interrupt or end the handling (tạm dừng, gia hạn, dừng, mở lại): which of them make sense, and their questions.

Who opens it: the officer who handles the dossier, the leader who decides, the one-stop officer who hears a complaint. A refusal
shows the sentence above the same form, with everything typed.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from lienthong.domain.dossiers import policies, queries
from lienthong.domain.dossiers.choices import Decision, Ground, ProposalKind
from lienthong.domain.dossiers.models import Dossier, SupplementRequest
from lienthong.domain.dossiers.states import TRANSITIONS
from lienthong.foundation.payments import queries as payments
from lienthong.foundation.payments.choices import BANKS, RefundWay
from lienthong.foundation.payments.policies import confirms
from lienthong.kit.actor import Actor
from lienthong.kit.money import format_money


@dataclass(frozen=True, slots=True)
class Act:
    """One act with its form. `kind` names a proposal that the head decides; `fields` are those of the `field` component."""

    key: str
    verb: str
    label: str
    button: str
    intro: str
    fields: tuple[Mapping[str, Any], ...]
    kind: str = ""
    warn: bool = False
    is_move: bool = True
    """Whether the table of states says when; a refund goes by the money that is left."""


_REASON: Mapping[str, Any] = {"name": "reason", "label": "Lý do", "kind": "textarea"}

ACTS = (
    Act(
        key="tam-dung",
        verb="pause",
        label="Tạm dừng",
        button="Tạm dừng giải quyết",
        intro="Đồng hồ giải quyết dừng từ lúc này. Chỉ tạm dừng vì việc thuộc phía người nộp hoặc ngoài cơ quan; "
        "chậm trễ của cơ quan thì gia hạn và xin lỗi.",
        fields=(
            {
                "name": "ground",
                "label": "Căn cứ",
                "kind": "radio",
                "choices": [(ground.value, ground.label) for ground in Ground],
            },
            {**_REASON, "hint": "Ghi sự việc và số, ngày văn bản kèm theo. Người nộp nhận nguyên văn."},
            {"name": "until", "label": "Dự kiến giải quyết tiếp từ ngày", "kind": "date", "required": False},
        ),
    ),
    Act(
        key="tiep-tuc",
        verb="end_pause",
        label="Giải quyết tiếp",
        button="Giải quyết tiếp",
        intro="Căn cứ tạm dừng không còn. Ngày hẹn trả lùi đúng bằng thời gian làm việc đã tạm dừng.",
        fields=({**_REASON, "label": "Ghi chú", "required": False},),
    ),
    Act(
        key="nghia-vu",
        verb="ask_duty",
        label="Nghĩa vụ tài chính",
        button="Gửi yêu cầu nộp",
        intro="Người nộp nhận mã VietQR. Đồng hồ giải quyết dừng đến khi ngân hàng báo có; cán bộ không xác nhận thay.",
        fields=(
            {"name": "title", "label": "Khoản phải nộp", "hint": "Ví dụ: Lệ phí trước bạ nhà, đất"},
            {"name": "amount", "label": "Số tiền (đồng)", "inputmode": "numeric", "hint": "Ví dụ: 1.250.000"},
            {
                **_REASON,
                "label": "Căn cứ và cách tính",
                "hint": "Số, ngày thông báo của cơ quan thuế hoặc biểu mức thu.",
            },
        ),
    ),
    Act(
        key="bo-nghia-vu",
        verb="cancel_duty",
        label="Bỏ yêu cầu nộp",
        button="Bỏ yêu cầu nộp",
        intro="Mã thanh toán mất hiệu lực, đồng hồ chạy tiếp.",
        fields=({**_REASON, "hint": "Vì sao người nộp không phải nộp nữa."},),
        warn=True,
    ),
    Act(
        key="gia-han",
        verb="extend",
        label="Gia hạn, xin lỗi",
        button="Gia hạn",
        intro="Mỗi hồ sơ gia hạn một lần. Lãnh đạo cơ quan quyết định và ký văn bản xin lỗi (mẫu 04).",
        fields=(
            {"name": "days", "label": "Gia hạn thêm (ngày làm việc)", "inputmode": "numeric"},
            {**_REASON, "hint": "In nguyên văn vào văn bản xin lỗi. Viết để người dân hiểu."},
        ),
        kind=ProposalKind.EXTEND,
    ),
    Act(
        key="dung",
        verb="stop",
        label="Dừng giải quyết",
        button="Dừng giải quyết",
        intro="Hồ sơ kết thúc, không có kết quả. Lãnh đạo cơ quan quyết định và ký thông báo (mẫu 05).",
        fields=({**_REASON, "hint": "Căn cứ dừng và việc hoàn trả phí, lệ phí nếu có."},),
        kind=ProposalKind.STOP,
        warn=True,
    ),
    Act(
        key="hoan-phi",
        verb="refund",
        label="Hoàn trả phí",
        button="Hoàn trả phí, lệ phí",
        intro="Hồ sơ kết thúc không có kết quả sau khi đã nộp tiền. Lãnh đạo cơ quan quyết định; tiền trả tại quầy có ký nhận, hoặc ngân hàng chuyển vào tài khoản. Không hoàn hai lần.",
        fields=(
            {"name": "order", "label": "Khoản đã nộp", "kind": "radio"},
            {"name": "amount", "label": "Số tiền hoàn", "kind": "money"},
            {
                "name": "way",
                "label": "Cách hoàn",
                "kind": "radio",
                "choices": [(way.value, way.label) for way in RefundWay],
            },
            {"name": "bank_bin", "label": "Ngân hàng", "kind": "select", "choices": BANKS, "required": False},
            {"name": "account_number", "label": "Số tài khoản", "required": False},
            {
                "name": "account_name",
                "label": "Chủ tài khoản",
                "required": False,
                "hint": "Ghi ba ô này khi chuyển khoản.",
            },
            {**_REASON, "hint": "Căn cứ hoàn trả. Người nộp nhận nguyên văn."},
        ),
        kind=ProposalKind.REFUND,
        is_move=False,
    ),
    Act(
        key="mo-lai",
        verb="reopen",
        label="Mở lại theo khiếu nại",
        button="Mở lại hồ sơ",
        intro="Hồ sơ quay về bước thẩm định với thời hạn mới; kết quả cũ vẫn lưu. Lãnh đạo cơ quan quyết định, số lần mở lại được đếm.",
        fields=({**_REASON, "hint": "Đơn khiếu nại ngày nào, nội dung nào có căn cứ."},),
        kind=ProposalKind.REOPEN,
    ),
    Act(
        key="huy-tra",
        verb="undo_return",
        label="Hủy việc trả kết quả",
        button="Hủy việc trả kết quả",
        intro="Chỉ khi kết quả đã trao nhầm người. Hồ sơ trở lại chờ trả kết quả; lần trao nhầm vẫn lưu với tên người nhận và lý do.",
        fields=(
            {**_REASON, "hint": "Trao nhầm cho ai, vì sao, đã làm gì. Người nộp nhận nguyên văn."},
            {
                "name": "recovered",
                "label": "Bản giấy đã trao",
                "kind": "radio",
                "choices": [("co", "Đã thu hồi, đang ở Một cửa"), ("khong", "Chưa thu hồi được, phải cấp lại")],
            },
        ),
        warn=True,
    ),
    Act(
        key="ket-thuc",
        verb="close",
        label="Kết thúc hồ sơ",
        button="Kết thúc hồ sơ",
        intro="Đã trả kết quả và không còn việc gì; hồ sơ chuyển lưu trữ.",
        fields=({**_REASON, "label": "Ghi chú", "required": False},),
    ),
)
BY_KEY = {act.key: act for act in ACTS}


def acts_for(actor: Actor, dossier: Dossier, paid: list[queries.Paid]) -> list[Act]:
    """The acts that this officer may do or propose now; `paid` as `queries.paid_before_it_ended` has it."""
    found = []
    for act in ACTS:
        if act.is_move and dossier.state not in TRANSITIONS[act.verb].sources:
            continue
        if not act.is_move and not any(each.left for each in paid):
            continue
        may = policies.proposes(actor, act.kind, dossier) if act.kind else policies.can(actor, act.verb, dossier)
        if may:
            found.append(act)
    return found


def life_context(
    actor: Actor,
    dossier: Dossier,
    requests: list[SupplementRequest],
    paid: list[queries.Paid],
    *,
    asked: str,
    typed: Mapping[str, Any],
    problems: Mapping[str, str] | None = None,
) -> dict[str, Any]:
    """What the panel `Diễn biến` and the panel of one act show. `asked` is the panel, `typed` what came with the request."""
    acts = acts_for(actor, dossier, paid)
    proposals = queries.proposals_of(dossier)
    repeats = queries.repeats_of(dossier, requests, proposals)
    account = queries.time_account(dossier)
    act = next((each for each in acts if each.key == asked), None)
    decides = actor.may("dossiers.sign") and actor.agency_id == dossier.agency_id
    return {
        "acts": acts,
        "act": act,
        "act_button": f"Trình lãnh đạo: {act.button.lower()}"
        if act and act.kind and not decides
        else act and act.button,
        "act_fields": [_filled(each, typed, problems or {}) for each in _fields_of(act, paid)] if act else [],
        "refunds": payments.refunds_of([each.order_id for each in paid]),
        "opens_fees": confirms(actor),
        "halts": queries.halts_of(dossier),
        "open_halt": queries.open_halt(dossier),
        "letters": queries.letters_of(dossier),
        "returns": queries.returns_of(dossier),
        "parts": queries.parts_of(dossier.id),
        "proposals": proposals,
        "to_decide": [each for each in proposals if each.state == Decision.PENDING] if decides else [],
        "time_rows": [
            {"label": "Từ lúc tiếp nhận", "value": _hours(account.elapsed)},
            {"label": "Tính vào thời hạn", "value": _hours(account.counted)},
            {"label": "Tạm dừng", "value": _hours(account.paused)},
        ],
        "repeat_rows": [
            {
                "label": "Yêu cầu bổ sung",
                "value": f"{repeats.supplements} lần",
                "note": f"trong đó {repeats.beyond} lần lãnh đạo cho phép nêu thêm" if repeats.beyond else "",
            },
            {"label": "Gia hạn", "value": "1 lần" if repeats.extended else "Chưa"},
            {"label": "Mở lại", "value": f"{repeats.reopened} lần" if repeats.reopened else "Chưa"},
        ],
    }


def _fields_of(act: Act, paid: list[queries.Paid]) -> list[Mapping[str, Any]]:
    """The fields of an act; a refund offers what was paid and begins with all that is left of the first."""
    if act.is_move:
        return list(act.fields)
    left = [each for each in paid if each.left]
    begin = {"order": str(left[0].order_id), "amount": str(left[0].left), "way": "cash"} if left else {}
    choices = [
        (
            str(each.order_id),
            f"{each.description}: {format_money(each.amount)}",
            f"{each.proof}, còn {format_money(each.left)}",
        )
        for each in left
    ]
    return [
        {
            **field,
            **({"choices": choices} if field["name"] == "order" else {}),
            **({"begin": begin[field["name"]]} if field["name"] in begin else {}),
        }
        for field in act.fields
    ]


def _hours(length: timedelta) -> str:
    """Working time as `2 ngày 3 giờ làm việc`, eight hours a day."""
    minutes = int(length.total_seconds() // 60)
    days, rest = divmod(minutes, 8 * 60)
    hours = rest // 60
    if not minutes:
        return "0 giờ"
    if not days and not hours:
        return f"{minutes} phút làm việc"
    return (
        " ".join(part for part in (f"{days} ngày" if days else "", f"{hours} giờ" if hours else "") if part)
        + " làm việc"
    )


_PROBLEM_OF = {"until": "expected_until"}


def _filled(field: Mapping[str, Any], typed: Mapping[str, Any], problems: Mapping[str, str]) -> dict[str, Any]:
    name = str(field["name"])
    value: Any = typed.get(name, field.get("begin", ""))
    if field.get("kind") == "date":
        value = {part: typed.get(f"{name}_{part}", "") for part in ("day", "month", "year")}
    error = problems.get(_PROBLEM_OF.get(name, name), "")
    return {
        "required": True,
        "id": _PROBLEM_OF.get(name, name),
        **{key: each for key, each in field.items() if key != "begin"},
        "value": value,
        "error": error,
    }
