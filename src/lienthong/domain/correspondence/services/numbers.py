"""Numbers of outgoing documents (cấp số văn bản đi): one series for each register and year; Điều 15 Nghị định 30/2020/NĐ-CP.

A register takes the kinds it names, the main one the rest. A number once given is never given again: kept back or voided it stays in the
register with its reason.
"""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from lienthong.domain.correspondence.choices import Direction, Kind
from lienthong.domain.correspondence.errors import NumberTaken
from lienthong.domain.correspondence.models import Document, KeptNumber, NotationSign, Register
from lienthong.domain.correspondence.notation import build_notation, guessed_sign
from lienthong.domain.correspondence.policies import require_registering
from lienthong.foundation.audit import services as audit
from lienthong.foundation.numbering import services as numbering
from lienthong.foundation.organizations import queries as organizations
from lienthong.kit import clock
from lienthong.kit.actor import Actor
from lienthong.kit.errors import Invalid, NotFound, Refused
from lienthong.kit.text_vi import clean

SCOPE = "document-out"
MAIN_NAME = "Sổ đăng ký văn bản đi"


def give_number(document: Document, at: datetime) -> None:
    """Set register, year, number and notation of a document about to be signed; one that has a number keeps it. Inside a transaction.

    The row of the series is locked until the commit, so this is the last thing a service does that may wait.
    """
    if document.number is not None:
        return
    kept = KeptNumber.objects.select_for_update().filter(used_by=document).select_related("register").first()
    if kept is not None:
        document.register, document.year, document.number = kept.register, kept.year, kept.number
    else:
        register = register_for(document.agency_id, document.kind, document.outgoing.register_wanted_id)
        document.register, document.year = register, at.astimezone(clock.VIETNAM).year
        document.number = next_of(register, document.year)
    document.notation = build_notation(document.number, document.outgoing.symbol)


def next_of(register: Register, year: int) -> int:
    """The next number of a register's series."""
    return numbering.next_number(scope=SCOPE, key=f"{register.pk}-{year}")


def register_for(agency_id: int, kind: str, wanted_id: int | None = None) -> Register:
    """The open register that numbers this kind: the one asked for, the one that names the kind, else the main one. Raises NotFound, Refused."""
    rows = Register.objects.filter(agency_id=agency_id, direction=Direction.OUTGOING)
    if wanted_id is not None:
        found = rows.filter(pk=wanted_id).first()
        if found is None:
            raise NotFound
        if not found.is_open:
            raise Refused(f"Sổ “{found.name}” đã khóa. Chọn sổ đang dùng.", field="register")
        return found
    own = rows.filter(is_open=True, sign="", kinds__contains=[kind]).first() if kind else None
    if own is not None:
        return own
    register, _ = rows.get_or_create(
        is_main=True, defaults={"agency_id": agency_id, "direction": Direction.OUTGOING, "name": MAIN_NAME}
    )
    return register


def register_of_body(agency_id: int, kind: str, sign: str) -> Register | None:
    """The open register of another body (HĐND) that numbers this kind: the one that names it, else one of the body that names none."""
    rows = Register.objects.filter(agency_id=agency_id, direction=Direction.OUTGOING, is_open=True, sign=sign)
    return (rows.filter(kinds__contains=[kind]).first() or rows.filter(kinds=[]).first()) if sign else None


@transaction.atomic
def name_register(*, actor: Actor, register_id: int, issuer_name: str, sign: str) -> Register:
    """The register is of another body that the same office serves: `Hội đồng nhân dân phường …`, `HĐND`; both empty: of the agency again.

    Only while no number was given in it. Raises NotAllowed, NotFound, Invalid, Refused.
    """
    agency_id = require_registering(actor)
    rows = Register.objects.select_for_update().filter(agency_id=agency_id, direction=Direction.OUTGOING)
    register = rows.filter(pk=register_id).first()
    if register is None:
        raise NotFound
    name, short = clean(issuer_name)[:200], clean(sign).replace(" ", "")
    if (register.issuer_name, register.sign) == (name, short):
        return register
    if bool(name) != bool(short) or len(short) > 20 or "/" in short:
        raise Invalid({"sign": "Ghi cả tên và chữ viết tắt, ví dụ Hội đồng nhân dân phường Pleiku và HĐND."})
    if register.is_main:
        raise Invalid({"sign": "Sổ chung là của cơ quan. Mở sổ riêng cho Hội đồng nhân dân."})
    if Document.objects.filter(register=register).exists() or register.kept_numbers.exists():
        raise Refused(f"Sổ “{register.name}” đã cấp số nên không đổi cơ quan ban hành. Mở sổ khác.", field="sign")
    register.issuer_name, register.sign = name, short
    register.save(update_fields=["issuer_name", "sign"])
    audit.record(
        actor=actor,
        verb="name_register",
        subject_type="register",
        subject_id=register.pk,
        details={"issuer": name, "sign": short},
    )
    return register


@transaction.atomic
def set_register_kinds(*, actor: Actor, register_id: int, kinds: Sequence[str]) -> Register:
    """Which kinds an outgoing register numbers on its own; a kind belongs to one register. Raises NotAllowed, NotFound, Invalid."""
    agency_id = require_registering(actor)
    rows = Register.objects.select_for_update().filter(agency_id=agency_id, direction=Direction.OUTGOING)
    register = rows.filter(pk=register_id).first()
    if register is None:
        raise NotFound
    if unknown := [kind for kind in kinds if kind not in Kind.values or not kind]:
        raise Invalid({"kinds": f"Không có loại văn bản “{unknown[0]}”."})
    for other in rows.exclude(pk=register_id).filter(sign=register.sign):
        if twice := [Kind(kind).label for kind in kinds if kind in other.kinds]:
            raise Invalid({"kinds": f"{twice[0]} đang đánh số ở “{other.name}”. Bỏ ở sổ đó trước."})
    register.kinds = list(dict.fromkeys(kinds))
    register.save(update_fields=["kinds"])
    audit.record(
        actor=actor,
        verb="set_register_kinds",
        subject_type="register",
        subject_id=register.pk,
        details={"kinds": register.kinds},
    )
    return register


@transaction.atomic
def keep_number(*, actor: Actor, reason: str, kind: str = "", key: str, register_id: int | None = None) -> KeptNumber:
    """Keep the next number back for a document that will follow (giữ số), with the reason. Raises NotAllowed, Invalid."""
    agency_id = require_registering(actor)
    known = KeptNumber.objects.filter(key=key, register__agency_id=agency_id).first()
    if known is not None:
        return known
    if len(clean(reason)) < 5:
        raise Invalid({"reason": "Ghi lý do giữ số, ví dụ: quyết định của kỳ họp, phát hành chiều nay."})
    register = register_for(agency_id, kind, register_id)
    year = clock.today().year
    kept = KeptNumber.objects.create(
        register=register,
        year=year,
        number=next_of(register, year),
        reason=clean(reason)[:300],
        kept_at=clock.now(),
        kept_by_name=actor.name,
        key=key,
    )
    audit.record(
        actor=actor,
        verb="keep_number",
        subject_type="register",
        subject_id=register.pk,
        details={"number": kept.number, "year": year, "reason": kept.reason},
    )
    return kept


@transaction.atomic
def void_kept_number(*, actor: Actor, kept_id: int, reason: str) -> KeptNumber:
    """The kept number is not needed: the register shows it as voided, with the reason. Raises NotAllowed, NotFound, NumberTaken, Invalid."""
    agency_id = require_registering(actor)
    if len(clean(reason)) < 5:
        raise Invalid({"reason": "Ghi lý do hủy số để người kiểm tra sổ biết vì sao số này trống."})
    kept = KeptNumber.objects.select_for_update().filter(pk=kept_id, register__agency_id=agency_id).first()
    if kept is None:
        raise NotFound
    if kept.used_by_id is not None or kept.voided_at is not None:
        raise NumberTaken(f"Số {kept.number}/{kept.year} đã dùng hoặc đã hủy. Tải lại trang để xem hiện trạng.")
    kept.voided_at, kept.void_reason = clock.now(), clean(reason)[:300]
    kept.save(update_fields=["voided_at", "void_reason"])
    audit.record(
        actor=actor,
        verb="void_kept_number",
        subject_type="register",
        subject_id=kept.register_id,
        details={"number": kept.number, "year": kept.year, "reason": kept.void_reason},
    )
    return kept


def agency_sign(agency_id: int) -> str:
    """How the agency is written in a notation: as it says, else guessed from its name."""
    said = NotationSign.objects.filter(agency_id=agency_id, department=None).values_list("text", flat=True).first()
    return said or guessed_sign(organizations.agency(agency_id).name)


def office_sign(department_id: int | None) -> str:
    """How a department is written in a notation; empty where nobody has said."""
    if department_id is None:
        return ""
    return NotationSign.objects.filter(department_id=department_id).values_list("text", flat=True).first() or ""


@transaction.atomic
def set_notation_sign(*, actor: Actor, text: str, department_id: int | None = None) -> NotationSign:
    """Say how the agency, or a department of it, is written in notations given from now on. Raises NotAllowed, Invalid, NotFound."""
    agency_id = require_registering(actor)
    sign = clean(text).replace(" ", "")
    if not sign or len(sign) > 20 or "/" in sign:
        raise Invalid({"text": "Ghi chữ viết tắt từ 1 đến 20 chữ, không có dấu gạch chéo, ví dụ VP."})
    if department_id is not None and not organizations.departments_of(agency_id).filter(pk=department_id).exists():
        raise NotFound
    made, _ = NotationSign.objects.update_or_create(
        agency_id=agency_id,
        department=organizations.departments_of(agency_id).filter(pk=department_id).first() if department_id else None,
        defaults={"text": sign},
    )
    audit.record(
        actor=actor,
        verb="set_notation_sign",
        subject_type="agency",
        subject_id=agency_id,
        details={"department": department_id, "text": sign},
    )
    return made
