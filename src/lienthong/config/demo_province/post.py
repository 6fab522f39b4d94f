"""The post of the demo (bưu chính): parcels of the primary ward in every state, a hand-over list, a statement with one line that differs.

Orders under way were taken by a post played here; the one that waits to be sent goes to the sandbox as soon as the worker looks.
"""

import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.http import QueryDict
from django.test.utils import override_settings

from lienthong.config.demo_province.answers import Teller
from lienthong.config.demo_province.people import NGUOI_DAN, VNEID_CITIZENS, Neighbours, Person
from lienthong.config.demo_province.storytelling import citizen
from lienthong.config.demo_province.timeline import Timeline
from lienthong.domain.dossiers import queries, services
from lienthong.domain.dossiers.choices import State
from lienthong.domain.dossiers.models import Dossier
from lienthong.domain.eforms import queries as eforms
from lienthong.domain.procedures import queries as procedures
from lienthong.foundation.postal import queries as parcels
from lienthong.foundation.postal import services as postal
from lienthong.foundation.postal.adapters import Parcel, Statement, StatementLine, Taken, TrackingNote
from lienthong.foundation.postal.choices import Source
from lienthong.foundation.postal.queries import Order
from lienthong.foundation.postal.tracking_numbers import check_digit
from lienthong.kit import clock
from lienthong.kit.actor import Actor

BIRTH = "1.001193"
FEE_COPIES = 2
PLACE, HUB, LAST = "Bưu cục Pleiku", "Trung tâm khai thác Gia Lai", "Bưu cục phát Diên Hồng"
# what happens to papers on their way: who, hours ago, (code, hours ago, place, reason), whether the postman takes the fee
COLLECTED: tuple[tuple[Person, float, tuple[tuple[str, float, str, str], ...], bool], ...] = (
    (VNEID_CITIZENS[0], 30, (("3", 22, PLACE, ""), ("4", 14, HUB, ""), ("5", 3, PLACE, "")), True),
    (NGUOI_DAN, 12, (("3", 5, PLACE, ""), ("4", 2, HUB, "")), True),
    (VNEID_CITIZENS[2], 14, (("12", 4, PLACE, "Người gửi đi vắng, hẹn lại"),), False),
    (VNEID_CITIZENS[6], 1, (), False),
)
# results: what happens to them, each at its part of the time since the result was there
DELIVERED: tuple[tuple[tuple[str, float, str, str], ...], ...] = (
    (("3", 0.3, PLACE, ""), ("6", 0.5, LAST, "Người nhận đi vắng"), ("7", 0.7, LAST, ""), ("8", 0.9, PLACE, "")),
    (("3", 0.3, PLACE, ""), ("4", 0.5, HUB, ""), ("10", 0.9, HUB, "")),
    (("3", 0.3, PLACE, ""), ("4", 0.5, HUB, ""), ("5", 0.8, LAST, "")),
    (("3", 0.3, PLACE, ""), ("6", 0.8, LAST, "Sai số nhà, gọi điện thoại không nghe máy")),
    (("3", 0.3, PLACE, ""), ("4", 0.5, HUB, ""), ("777", 0.8, HUB, "")),
    (("3", 0.3, PLACE, ""), ("4", 0.5, HUB, ""), ("11000", 0.9, LAST, "")),
    (),
)
_TEXTS = {
    "3": "Bưu tá đã lấy bưu gửi",
    "4": "Đang vận chuyển",
    "5": "Phát thành công",
    "6": "Phát không thành công",
    "7": "Đang chuyển hoàn",
    "8": "Đã chuyển hoàn người gửi",
    "10": "Xác nhận thất lạc",
    "12": "Lấy bưu gửi không thành công",
    "777": "Kiểm tra an ninh tại trung tâm khai thác",
    "11000": "Đã giao cho bưu tá",
}


@dataclass(slots=True)
class PlayedPost:
    """A post that says yes to everything; only its numbers go up."""

    serial: int = 40_000_000

    def create(self, parcel: Parcel) -> Taken:
        """The next number."""
        self.serial += 11
        digits = f"{self.serial:08d}"
        return Taken(tracking=f"EB{digits}{check_digit(digits)}VN", freight=26_000)

    def cancel(self, *, tracking: str, reason: str) -> None:
        """Agreed."""

    def redeliver(self, *, tracking: str, note: str) -> None:
        """Agreed."""

    def trace(self, tracking: str) -> list[TrackingNote]:
        """Nothing new."""
        return []

    def statements(self, *, since: date) -> list[Statement]:
        """None."""
        return []


def send_by_post(one_stop: Actor, timeline: Timeline, dice: random.Random) -> None:
    """Parcels both ways at the ward of `one_stop`; fewer where it has few results waiting."""
    post = PlayedPost()
    with override_settings(POST_URL="http://127.0.0.1"):
        papers = [_collect(each, one_stop, timeline, dice, post) for each in COLLECTED]
        for dossier, story in zip(_finished(one_stop), DELIVERED, strict=False):
            _deliver(dossier, story, one_stop, timeline, post)
        _settle(papers, timeline)


def _collect(
    story: tuple[Person, float, tuple[tuple[str, float, str, str], ...], bool],
    one_stop: Actor,
    timeline: Timeline,
    dice: random.Random,
    post: PlayedPost,
) -> Order:
    person, hours, events, pays_postman = story
    with clock.at(_ago(timeline, hours)):
        dossier = _file(person, one_stop.agency_id or 0, dice, pays_postman=pays_postman)
        (order,) = parcels.orders_of("dossier", dossier.id)
        if events:
            postal.send_order(order_id=order.id, carrier=post)
    _tell(order, events, timeline)
    order.refresh_from_db()
    return order


def _file(person: Person, agency_id: int, dice: random.Random, *, pays_postman: bool) -> Dossier:
    actor = citizen(person)
    filing = services.start_filing(actor=actor, code=BIRTH)
    services.choose_agency(actor=actor, filing_id=filing.id, agency_id=agency_id)
    version = procedures.version(filing.version_id)
    teller = Teller(person=person, day=clock.today(), dice=dice, neighbours=Neighbours(dice))
    answers = teller.tell(BIRTH, version.form) | ({"copies": FEE_COPIES} if pays_postman else {"copies": 0})
    for page in eforms.pages(version.form, answers):
        post = QueryDict(mutable=True)
        for each in eforms.page_view(version.form, page.slug, answers).fields:
            for box, typed in each.posted().items():
                post.setlist(box, [str(text) for text in (typed if isinstance(typed, list) else [typed])])
        services.save_page(actor=actor, filing_id=filing.id, page=page.slug, post=post)
    address = {
        "post_name": person.name,
        "post_phone": f"+84{person.phone[1:]}",
        "post_address": {"province": "52", "commune": person.commune, "detail": person.detail},
    }
    services.choose_post(
        actor=actor,
        filing_id=filing.id,
        wish=services.Wish(
            sends_papers=True,
            paper_keys=[need.key for need in version.requirements if need.required],
            receives_result=True,
            pays_postman=pays_postman,
            answers=address,
        ),
    )
    return services.submit_filing(actor=actor, filing_id=filing.id)


def _finished(one_stop: Actor) -> Iterator[Dossier]:
    """Results that wait at the ward and may go by post, the oldest first."""
    rows = queries.visible_dossiers(one_stop).filter(
        state=State.COMPLETED, reception_agency_id=one_stop.agency_id, fee_paid_at__isnull=False
    )
    free = queries.visible_dossiers(one_stop).filter(
        state=State.COMPLETED, reception_agency_id=one_stop.agency_id, fee_amount=0
    )
    for dossier in (rows | free).order_by("completed_at")[: 3 * len(DELIVERED)]:
        if services.is_offered(procedures.version(dossier.version_id)) and dossier.applicant is not None:
            yield dossier


def _deliver(
    dossier: Dossier,
    story: tuple[tuple[str, float, str, str], ...],
    one_stop: Actor,
    timeline: Timeline,
    post: PlayedPost,
) -> None:
    person, since = dossier.applicant, _hour_of(dossier.completed_at or timeline.present, timeline)
    assert person is not None
    spent = timeline.now - since

    def part(of: float) -> float:
        """Working hours ago."""
        return spent * (1 - of)

    with clock.at(_ago(timeline, part(0.05))):
        services.choose_post_for_dossier(
            actor=one_stop,
            dossier_id=dossier.id,
            wish=services.Wish(
                receives_result=True,
                answers={
                    "post_name": dossier.applicant_name,
                    "post_phone": f"+84{(dossier.phone or '0905000512')[1:]}",
                    "post_address": {
                        "province": "52",
                        "commune": person.commune_code or "23575",
                        "detail": person.address or "Tổ 2",
                    },
                },
            ),
        )
        order = parcels.orders_of("dossier", dossier.id)[0]
        postal.send_order(order_id=order.id, carrier=post)
    if story:
        with clock.at(_ago(timeline, part(0.15))):
            postal.hand_over(actor=one_stop, order_ids=[order.id], postman="Đinh Văn Phú")
    _tell(order, tuple((code, part(of), place, reason) for code, of, place, reason in story), timeline)


def _tell(order: Order, events: tuple[tuple[str, float, str, str], ...], timeline: Timeline) -> None:
    for code, hours, place, reason in events:
        at = _ago(timeline, hours)
        takes = (code == "3" and order.kind == "collect") or (code == "5" and order.kind == "deliver")
        with clock.at(at):
            postal.take_notes(
                order_id=order.id,
                notes=[
                    TrackingNote(
                        code=code,
                        at=at,
                        text=_TEXTS[code],
                        place=place,
                        reason=reason,
                        collected=order.cod_amount if takes and order.cod_amount else None,
                    )
                ],
                source=Source.WEBHOOK,
            )


def _settle(papers: list[Order], timeline: Timeline) -> None:
    """A statement of this morning: one line right, one short, one of a parcel nobody knows."""
    paid = [order for order in papers if order.cod_amount]
    if len(paid) < 2:
        return
    today = _ago(timeline, 2).astimezone(clock.VIETNAM).date()
    lines = [
        StatementLine(tracking=paid[0].tracking, amount=paid[0].cod_amount),
        StatementLine(tracking=paid[1].tracking, amount=paid[1].cod_amount - 1000),
        StatementLine(tracking="EB390000007VN", amount=8000),
    ]
    with clock.at(_ago(timeline, 2)):
        postal.take_statement(
            statement=Statement(
                number=f"DS-{today:%Y%m%d}-001",
                period_from=today - timedelta(days=7),
                period_to=today,
                total=sum(line.amount for line in lines),
                lines=lines,
            )
        )


def _ago(timeline: Timeline, hours: float) -> datetime:
    return timeline.at(timeline.now - hours)


def _hour_of(moment: datetime, timeline: Timeline) -> float:
    """The hour of the ruler at a moment, by halving."""
    low, high = 0.0, timeline.now
    for _ in range(30):
        middle = (low + high) / 2
        low, high = (middle, high) if timeline.at(middle) <= moment else (low, middle)
    return low
