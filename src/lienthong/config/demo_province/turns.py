"""Turns in the life of a dossier that few take (diễn biến ít gặp): paused, owing, extended, stopped, sent elsewhere, reopened."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from lienthong.domain.dossiers import queries, services
from lienthong.foundation.organizations.choices import Role
from lienthong.kit import clock
from lienthong.kit.actor import Actor

if TYPE_CHECKING:
    from lienthong.config.demo_province.storytelling import Telling

PAUSES = (
    (
        "court",
        "Tòa án nhân dân khu vực thụ lý vụ việc tranh chấp liên quan (Thông báo số 15/TB-TLVA); chờ kết quả giải quyết.",
    ),
    ("applicant", "Người nộp có đơn đề nghị tạm dừng để bổ sung thỏa thuận của các đồng thừa kế."),
    ("disaster", "Mưa lũ chia cắt địa bàn, đoàn kiểm tra chưa đến được nơi cần xác minh (Công điện số 08/CĐ-UBND)."),
)
DUTIES = (
    ("Lệ phí trước bạ nhà, đất", 1_250_000, "Thông báo nộp tiền số 203/TB-TCT6 ngày 20/11/2026 của cơ quan thuế."),
    ("Phí thẩm định", 300_000, "Biểu mức thu kèm theo nghị quyết của HĐND tỉnh về phí, lệ phí."),
)
EXTENSIONS = (
    (3, "Phải xác minh nơi cư trú tại hai xã; văn bản trả lời của một xã đến chậm."),
    (2, "Hệ thống tra cứu của cơ quan phối hợp gián đoạn hai ngày làm việc."),
    (3, "Cần kiểm tra thực địa lần hai vì hiện trạng khác bản vẽ."),
)
STOPS = (
    "Người nộp đã được cơ quan khác giải quyết cùng nội dung; hồ sơ này trùng.",
    "Quá thời hạn bổ sung mà người nộp không bổ sung và có văn bản xác nhận không tiếp tục.",
)
QUESTIONS = (
    "Đề nghị xác nhận tình trạng cư trú của người yêu cầu tại địa bàn từ năm 2021 đến nay.",
    "Đề nghị cho biết thông tin trong sổ hộ tịch lưu tại xã có khớp với tờ khai không; gửi kèm bản chụp trang sổ.",
)
ANSWERS = (
    "Qua tra cứu, người yêu cầu cư trú tại địa bàn từ tháng 3/2019 đến nay. Thông tin khớp với tờ khai.",
    "Sổ hộ tịch lưu tại xã có ghi nhận, thông tin khớp với tờ khai.",
)
COMPLAINTS = (
    "Đơn khiếu nại của người nộp: kết quả ghi sai chữ đệm so với tờ khai. Kiểm tra lại thấy đúng như đơn nêu.",
    "Đơn phản ánh kết quả thiếu trang phụ lục; đối chiếu hồ sơ lưu thấy có căn cứ.",
)

type Turn = Callable[["Telling"], object]


def pause(story: "Telling") -> None:
    """The clock stops for a ground outside the office."""
    ground, reason = story.dice.choice(PAUSES)
    services.pause_dossier(
        actor=story.specialist,
        dossier_id=story.dossier.id,
        ground=ground,
        reason=reason,
        expected_until=clock.today() + timedelta(days=story.dice.randint(10, 30)),
    )


def owe(story: "Telling") -> None:
    """A duty arises; the applicant has not paid yet."""
    title, amount, reason = story.dice.choice(DUTIES)
    services.ask_duty(actor=story.specialist, dossier_id=story.dossier.id, title=title, amount=amount, reason=reason)


def propose_extension(story: "Telling") -> None:
    """The specialist lays it before the head."""
    days, reason = story.dice.choice(EXTENSIONS)
    services.propose_extension(actor=story.specialist, dossier_id=story.dossier.id, days=days, reason=reason)


def propose_stop(story: "Telling") -> None:
    """Likewise."""
    services.propose_stop(actor=story.specialist, dossier_id=story.dossier.id, reason=story.dice.choice(STOPS))


def propose_reopening(story: "Telling") -> None:
    """The complaint is founded, says who handled it."""
    services.propose_reopening(
        actor=story.specialist, dossier_id=story.dossier.id, reason=story.dice.choice(COMPLAINTS)
    )


def agree(story: "Telling") -> None:
    """The head says yes to what waits."""
    waiting = next(each for each in queries.proposals_of(story.dossier) if each.decided_at is None)
    services.decide_proposal(actor=_leader(story), proposal_id=waiting.pk, approve=True)


def consult(story: "Telling") -> None:
    """Two communes are asked at once."""
    _refer(story, "opinion", _others(story)[:2])


def hand_over(story: "Telling") -> None:
    """One commune has to do its part first."""
    _refer(story, "handover", _others(story)[:1])


def answer(story: "Telling") -> None:
    """The first of those asked has answered."""
    first = queries.referrals_of(story.dossier)[0]
    staff = next(each for each in story.province.communes if each.agency.pk == first.agency_id)
    services.answer_referral(
        actor=staff.one(Role.SPECIALIST, story.dice), referral_id=first.pk, answer=story.dice.choice(ANSWERS)
    )


def close(story: "Telling") -> None:
    """Nothing more is expected."""
    services.close_dossier(actor=story.reception.by_role[Role.ONE_STOP_OFFICER][0], dossier_id=story.dossier.id)


@dataclass(frozen=True, slots=True)
class Course:
    """How a story takes its turn: after acceptance, or after the whole of it; (working hours later, turn) each; `rest` is how long
    ago the last one was, in working hours for each unit of the story's age."""

    turns: tuple[tuple[float, Turn], ...]
    after_return: bool = False
    rest: float = 5


COURSES = {
    "halted": Course(((3, pause),), rest=14),
    "owing": Course(((2, owe),), rest=6),
    "asking": Course(((5, propose_extension),), rest=2),
    "extended": Course(((6, propose_extension), (2, agree)), rest=3),
    "stopped": Course(((7, propose_stop), (3, agree)), rest=30),
    "consulted": Course(((2, consult), (6, answer)), rest=3),
    "handed": Course(((3, hand_over),), rest=6),
    "reopened": Course(((20, propose_reopening), (4, agree)), after_return=True, rest=3),
    "closed": Course(((40, close),), after_return=True, rest=30),
}


def _leader(story: "Telling") -> Actor:
    return next(each for each in story.staff.by_role[Role.AGENCY_LEADER] if each.may("dossiers.sign"))


def _others(story: "Telling") -> list[Any]:
    """The primary ward first, so that its desk has questions to answer; never the office itself."""
    first, *more = story.province.communes
    story.dice.shuffle(more)
    return [each for each in (first, *more) if each.agency.pk != story.staff.agency.pk]


def _refer(story: "Telling", kind: str, staffs: list[Any]) -> None:
    services.refer_dossier(
        actor=story.specialist,
        dossier_id=story.dossier.id,
        kind=kind,
        to=[services.Asked(agency_id=staff.agency.pk, days=3 + number) for number, staff in enumerate(staffs)],
        question=story.dice.choice(QUESTIONS),
    )
