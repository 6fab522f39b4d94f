"""Papers printed from the record when somebody asks (phiếu kiểm soát, sổ theo dõi): nothing of them is kept."""

from datetime import date, datetime

from django.conf import settings

from lienthong.domain.dossiers import queries
from lienthong.domain.dossiers.choices import Channel, Confirmed
from lienthong.domain.dossiers.models import Dossier, ResultReturn
from lienthong.domain.dossiers.services.documents import progress_url
from lienthong.domain.dossiers.services.letters import letter_head
from lienthong.domain.dossiers.services.paper_forms import form_set_of, form_set_on
from lienthong.domain.dossiers.services.posting import receiving_by_post
from lienthong.foundation.organizations import queries as organizations
from lienthong.kit import clock, pdf
from lienthong.kit.actor import Actor
from lienthong.kit.errors import NotAllowed

_WAY = {Channel.ONLINE: "Trực tuyến", Channel.COUNTER: "Tại Một cửa", Channel.POST: "Bưu chính"}


def control_sheet_pdf(*, dossier: Dossier) -> bytes:
    """Form 06 (of the 2018 set: 05) of a dossier that the caller may see."""
    return pdf.control_sheet(
        {
            **letter_head(dossier, "control"),
            "title": form_set_of(dossier).forms["control"][1],
            "date": clock.now(),
            "received_at": dossier.accepted_at or dossier.submitted_at,
            "due_at": dossier.due_at,
            "passages": [
                {
                    "giver": each.giver,
                    "taker": each.taker,
                    "giver_name": each.giver_name,
                    "taker_name": each.taker_name,
                    "at": each.at,
                    "outcome": each.outcome,
                    "note": each.note,
                }
                for each in queries.passages_of(dossier)
            ],
        }
    )


def register_pdf(*, actor: Actor, since: date, until: date) -> bytes:
    """Form 07 (of the 2018 set: 06) for the actor's agency; the set of forms is that of the first day. Raises Invalid, NotAllowed."""
    if actor.agency_id is None or not actor.may("dossiers.view_agency"):
        raise NotAllowed
    rows = queries.register_of(actor, since=since, until=until)
    agency = organizations.agency(actor.agency_id)
    receivers = queries.receivers_of([dossier.id for dossier in rows])
    by_post = receiving_by_post([dossier.id for dossier in rows])
    forms = form_set_on(since)
    return pdf.register(
        {
            "agency_parent": f"UBND TỈNH {settings.PROVINCE_NAME.upper()}",
            "agency": agency.name,
            "place": agency.short_name,
            "date": clock.today(),
            "form_mark": forms.mark("register"),
            "title": forms.forms["register"][1],
            "period": f"Từ ngày {since:%d/%m/%Y} đến ngày {until:%d/%m/%Y}, {len(rows)} hồ sơ",
            "rows": [_row(dossier, receivers.get(dossier.id, ""), by_post=dossier.id in by_post) for dossier in rows],
        }
    )


def return_slip_pdf(*, act: ResultReturn) -> bytes:
    """The line "ký nhận" of form 07 for one person who takes one or several results: to be signed, or kept as what was confirmed."""
    lines = [line for line in act.lines.all() if line.undone_at is None] or list(act.lines.all())
    return pdf.return_slip(
        {
            "agency_parent": f"UBND TỈNH {settings.PROVINCE_NAME.upper()}",
            "agency": act.agency.name,
            "place": act.agency.short_name,
            "date": act.at,
            "form_mark": form_set_on(act.at.astimezone(clock.VIETNAM).date()).mark("register"),
            "title": "Phiếu ký nhận kết quả",
            "receiver": act.receiver_name,
            "shown": f"{act.get_paper_display()} số {act.paper_number}",
            "capacity": act.get_capacity_display(),
            "authority": act.authority,
            "at": act.at,
            "by_hand": act.confirmed == Confirmed.SHEET,
            "officer": act.by_name,
            "note": act.note,
            "url": progress_url(lines[0].dossier),
            "rows": [
                {
                    "code": line.dossier.code,
                    "result": " ".join(
                        part for part in (line.dossier.procedure.short_name, line.dossier.result_number) if part
                    ),
                    "form": line.get_form_display(),
                    "due": line.dossier.due_at,
                }
                for line in lines
            ],
        }
    )


def _row(dossier: Dossier, receiver: str, *, by_post: bool) -> dict[str, str]:
    address = dossier.applicant.address if dossier.applicant else ""
    who = [dossier.applicant_name, address, dossier.phone]
    return {
        "code": dossier.code,
        "procedure": dossier.procedure.short_name,
        "sets": "01",
        "who": ", ".join(part for part in who if part),
        "agency": dossier.agency.short_name,
        "received": _day(dossier.accepted_at or dossier.submitted_at),
        "promised": _day(dossier.due_at),
        "returned": _day(dossier.returned_at),
        "way": _WAY[Channel.POST] if by_post else _WAY.get(Channel(dossier.channel), ""),
        "note": "; ".join(
            filter(None, ["" if dossier.returned_at else str(dossier.get_state_display()), _elsewhere(dossier)])
        ),
        "receiver": receiver,
    }


def _elsewhere(dossier: Dossier) -> str:
    """`Tiếp nhận tại Phường Pleiku`, `Hỗ trợ nộp tại Xã Ia Grai`; empty where the agency that decides did both."""
    said = []
    if dossier.reception_agency_id != dossier.agency_id:
        said.append(f"Tiếp nhận tại {dossier.reception_agency.short_name}")
    if dossier.helped_agency is not None and dossier.helped_agency_id not in {
        dossier.agency_id,
        dossier.reception_agency_id,
    }:
        said.append(f"Hỗ trợ nộp tại {dossier.helped_agency.short_name}")
    return "; ".join(said)


def _day(moment: datetime | None) -> str:
    return f"{moment.astimezone(clock.VIETNAM):%d/%m/%Y}" if moment else ""
