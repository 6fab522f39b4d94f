"""The person of a list comes back to the counter (nhận bổ sung tại quầy): with the papers, to any counter that helped, received or decides."""

import uuid
from collections.abc import Mapping
from datetime import date

from django.db import transaction

from lienthong.domain.dossiers import queries
from lienthong.domain.dossiers.choices import ReceptionState, State, Verdict
from lienthong.domain.dossiers.errors import ReceptionElsewhere
from lienthong.domain.dossiers.models import Dossier, PaperCheck, Reception
from lienthong.domain.dossiers.services.concluding import conclude, concluded, reception_problems
from lienthong.domain.dossiers.services.intake import accept_dossier
from lienthong.domain.dossiers.services.moving import lock_dossier
from lienthong.domain.dossiers.services.receiving import look_in_vault, my_reception, start_reception
from lienthong.domain.dossiers.services.supplementing import ByPost, open_supplement, send_supplement
from lienthong.domain.procedures import queries as procedures
from lienthong.foundation.audit.services import record_access
from lienthong.kit import clock
from lienthong.kit.actor import Actor
from lienthong.kit.errors import Invalid, Refused


@transaction.atomic
def take_up_supplement(*, actor: Actor, reception_id: uuid.UUID, code: str) -> Reception:
    """Go on with a dossier that waits for its list to be answered: the answers as they stand, only what was found wanting is asked for.

    Raises NotFound, NotAllowed, WrongState, ReceptionElsewhere while a colleague does, and Refused when the dossier is another person's.
    """
    reception = my_reception(actor, reception_id)
    dossier = queries.dossier_for(actor, code)
    if reception.person_id is not None and dossier.applicant_id != reception.person_id and not reception.presenter:
        raise Refused(
            f"Hồ sơ {dossier.code} của {dossier.applicant_name}, không phải của người đang ở quầy. "
            "Nếu người này đến thay, tích Người khác đến nộp thay rồi chọn đúng người nộp."
        )
    filing = open_supplement(actor=actor, dossier_id=dossier.id)
    held = Reception.objects.filter(filing=filing).exclude(pk=reception.pk)
    for other in held.filter(state=ReceptionState.OPEN):
        raise ReceptionElsewhere.of(other.officer_name)
    held.update(filing=None)  # of whoever went away: what was begun goes on here
    filing.reception = reception
    filing.save(update_fields=["reception"])
    reception.filing, reception.checks, reception.saved_at = filing, {}, clock.now()
    reception.save(update_fields=["filing", "checks", "saved_at"])
    look_in_vault(actor, reception)
    return reception


@transaction.atomic
def begin_supplement_by_post(*, actor: Actor, code: str, point: str = "") -> Reception:
    """An envelope with papers for an open list lies on the table: the reception of its dossier, nobody stands there. Begun already, it goes on.

    Raises NotAllowed, NotFound, WrongState, ReceptionElsewhere when a colleague opened the envelope.
    """
    dossier = lock_dossier(queries.dossier_for(actor, code).id)
    if dossier.state != State.SUPPLEMENT:
        raise Refused(
            f"Hồ sơ {dossier.code} {dossier.get_state_display().lower()}, không chờ bổ sung. Gói giấy tờ của lần nộp đầu mở ở trang Bưu chính."
        )
    # Not locked: whoever concludes it holds the reception and waits for the dossier.
    begun = Reception.objects.filter(state=ReceptionState.OPEN, filing__dossier_id=dossier.id).first()
    if begun is not None:
        if begun.account_id != actor.account_id or begun.agency_id != actor.agency_id:
            raise ReceptionElsewhere.of(begun.officer_name)
        return begun
    reception = start_reception(actor=actor, point=point)
    owner = dossier.applicant
    reception.person_id = dossier.applicant_id
    reception.applicant = {
        "id_number": owner.id_number if owner else "",
        "full_name": dossier.applicant_name,
        "phone": dossier.phone,
        "email": dossier.email,
        "source": "register",
    }
    reception.by_post = {"postmark": "", "tracking": ""}
    reception.save(update_fields=["person", "applicant", "by_post"])
    if dossier.applicant_id is not None:
        record_access(
            actor=actor,
            person_id=dossier.applicant_id,
            subject_type="reception",
            subject_id=reception.id,
            reason=f"Nhận bổ sung qua bưu chính, hồ sơ {dossier.code}",
        )
    return take_up_supplement(actor=actor, reception_id=reception.id, code=code)


def post_problems(reception: Reception) -> dict[str, str]:
    """What is wrong with the day of the postmark, by field of the screen."""
    if "postmark" not in reception.by_post:
        return {}
    asked = reception.filing.dossier if reception.filing is not None else None
    request = queries.open_supplement_request(asked) if asked is not None else None
    try:
        day = date.fromisoformat(str(reception.by_post["postmark"]))
    except ValueError:
        return {
            "postmark": "Chưa ghi ngày trên dấu bưu điện. Ghi ngày/tháng/năm; dấu mờ thì hỏi bưu điện theo số hiệu."
        }
    if day > clock.today():
        return {"postmark": f"Dấu bưu điện ghi {day:%d/%m/%Y}, sau hôm nay. Xem lại dấu, hoặc giờ của máy tính."}
    if request is not None and day < request.requested_at.astimezone(clock.VIETNAM).date():
        return {
            "postmark": f"Dấu bưu điện {day:%d/%m/%Y} có trước phiếu yêu cầu {request.requested_at.astimezone(clock.VIETNAM):%d/%m/%Y}. Xem lại dấu."
        }
    return {}


@transaction.atomic
def accept_supplement(*, actor: Actor, reception_id: uuid.UUID, also: Mapping[str, str] | None = None) -> Dossier:
    """Everything on the list is there: the dossier goes on, and one that had not been accepted yet is accepted now.

    Pressed twice it is done once. Raises Invalid while something on the list is not, and what `send_supplement` raises.
    """
    done = concluded(actor, reception_id)
    if done is not None:
        return done
    reception = my_reception(actor, reception_id)
    filing = reception.filing
    if filing is None or filing.dossier is None:
        raise Refused("Lượt này không nhận bổ sung. Chọn hồ sơ đang chờ bổ sung của người nộp trước.")
    version = procedures.version(filing.version_id)
    checks = queries.standing_checks(reception, version)
    problems = reception_problems(reception) | post_problems(reception) | dict(also or {})
    for need in version.requirements:
        check = checks.get(need.key)
        if check is not None and check.get("verdict") != Verdict.OK:
            problems[f"verdict-{need.key}"] = (
                f"{need.name}: chưa đạt nên chưa nhận bổ sung được. Lượt này giữ lại, người nộp quay lại làm tiếp; "
                "hồ sơ vẫn chờ theo phiếu đã gửi."
            )
    if problems:
        raise Invalid(problems)
    taken = {key for key, check in checks.items() if not check.get("by_itself")}
    arrived = _arrived(reception)
    dossier = send_supplement(actor=actor, filing_id=filing.id, taken=taken, arrived=arrived)
    for key in taken:
        PaperCheck.objects.update_or_create(
            dossier=dossier,
            requirement_key=key,
            defaults={
                "name": next(need.name for need in version.requirements if need.key == key),
                "verdict": Verdict.OK,
                "reason": "",
                "remedy": "",
                "shape": checks[key].get("shape", ""),
                "count": int(checks[key].get("count") or 1),
                "checked_at": clock.now(),
                "checked_by_name": actor.name,
            },
        )
    if dossier.accepted_at is None:
        dossier = accept_dossier(actor=actor, dossier_id=dossier.id)
    conclude(actor, reception, dossier, ReceptionState.ACCEPTED, "accept_supplement")
    return dossier


def _arrived(reception: Reception) -> ByPost | None:
    if "postmark" not in reception.by_post:
        return None
    postmark = date.fromisoformat(str(reception.by_post["postmark"]))
    return ByPost(postmark=postmark, tracking=str(reception.by_post.get("tracking", ""))[:40])
