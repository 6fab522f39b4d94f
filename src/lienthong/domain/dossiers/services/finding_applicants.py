"""Who stands at the counter (người đến nộp): by the code of a card, by number, telephone or name."""

import re
import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db import transaction

from lienthong.domain.dossiers.models import Reception
from lienthong.domain.dossiers.services import recording as audit
from lienthong.domain.dossiers.services.receiving import (
    CARD,
    REGISTER,
    TYPED,
    fill_in_applicant,
    look_in_vault,
    my_reception,
)
from lienthong.domain.dossiers.services.reusing import read_present
from lienthong.foundation.accounts import queries as accounts
from lienthong.foundation.audit.services import record_access
from lienthong.kit import clock
from lienthong.kit.actor import Actor
from lienthong.kit.citizen_card import CardUnreadable, read_card
from lienthong.kit.errors import Invalid
from lienthong.kit.text_vi import clean

_CARD_MARKS = "|¦‖│~"


@dataclass(frozen=True, slots=True, kw_only=True)
class Search:
    """What looking for a person led to: `person_ids` to choose from, none when the applicant is settled; `said` for the officer."""

    said: str
    person_ids: tuple[int, ...] = ()
    trouble: bool = False


@transaction.atomic
def find_applicant(*, actor: Actor, reception_id: uuid.UUID, text: str) -> Search:
    """Read what a scanner typed or an officer looks for: the code of a card, twelve digits, a telephone, a name.

    One person found by number is settled; several, or any found by telephone or name, are for the officer to choose. A code that came
    in half fills what it holds and says so. Raises CardUnreadable, Invalid (field `find`), NotAllowed.
    """
    reception = my_reception(actor, reception_id)
    text = clean(text)  # a scanner set wrong sends what no keyboard can, and no database keeps
    if any(mark in text for mark in _CARD_MARKS) or len(text) > 130:
        return _by_card(actor, reception, text)
    digits = re.sub(r"[\s.\-]", "", text)
    if digits.startswith("+84"):
        digits = f"0{digits[3:]}"
    if re.fullmatch(r"\d+", digits, re.ASCII):
        if len(digits) not in {10, 12}:
            raise Invalid(
                {
                    "find": f"Có {len(digits)} chữ số. Số định danh có 12 chữ số, số điện thoại có 10 chữ số; "
                    "máy quét có thể gửi thiếu, quét lại thẻ hoặc gõ đủ số."
                }
            )
        text = digits
    elif len(text) < 4:
        raise Invalid({"find": "Gõ ít nhất 4 chữ của họ tên, hoặc 12 số căn cước, 10 số điện thoại; hoặc quét thẻ."})
    people = accounts.find_persons(actor, text)
    audit.record(
        actor=actor,
        verb="search_people",
        subject_type="reception",
        subject_id=reception.id,
        details={
            "by": {12: "number", 10: "phone"}.get(len(text) if text.isdigit() else 0, "name"),
            "found": len(people),
        },
    )
    if len(text) == 12 and text.isdigit():
        if people:
            _settle(actor, reception, _facts_of(people[0]), people[0].pk, REGISTER)
            return Search(said=f"Đã chọn {people[0].full_name}, số căn cước {text}.")
        _settle(actor, reception, {"id_number": text}, None, TYPED)
        return Search(said=f"Chưa có ai mang số {text} trong hệ thống. Ghi họ tên, ngày sinh theo thẻ căn cước.")
    if not people and re.fullmatch(r"0(?![35789])\d{9}", text, re.ASCII):
        raise Invalid(
            {
                "find": f"“{text}” có 10 chữ số và không phải số di động: máy quét gửi thiếu số căn cước (12 chữ số). Quét lại thẻ, hoặc gõ đủ số."
            }
        )
    if not people:
        raise Invalid(
            {
                "find": f"Không tìm thấy ai theo “{text[:60]}”. Quét thẻ, gõ 12 số căn cước, hoặc bấm Ghi tay để khai mới."
            }
        )
    return Search(said="", person_ids=tuple(each.pk for each in people))


def _by_card(actor: Actor, reception: Reception, line: str) -> Search:
    try:
        card = read_card(line)
    except CardUnreadable as refusal:
        number = re.match(r"\d{12}(?!\d)", line, re.ASCII)
        if number is None:
            raise
        # The number at least is there: what the register knows of it is better than half a code.
        found = accounts.person_by_id_number(actor, number[0])
        if found is None:
            _settle(actor, reception, {"id_number": number[0]}, None, TYPED)
        else:
            _settle(actor, reception, _facts_of(found), found.pk, REGISTER)
        return Search(said=f"{refusal.message} Đã giữ số căn cước {number[0]}.", trouble=True)
    known = accounts.person_by_id_number(actor, card.id_number)
    facts = {
        "id_number": card.id_number,
        "full_name": card.full_name,
        "birth_date": card.birth_date.isoformat() if card.birth_date else "",
        "gender": card.gender,
        "address": card.address,
        "id_issued_on": card.issued_on.isoformat() if card.issued_on else "",
    }
    register = _facts_of(known) if known else {}
    if facts["address"] and facts["address"] != register.get("address"):
        register["commune_code"] = ""  # of the address that the card no longer bears
    if card.is_complete:
        seen = {**register, **{k: v for k, v in facts.items() if v}}
        present = read_present(actor=actor, line=line) if known else ""
        _settle(actor, reception, seen, known.pk if known else None, CARD, present=present)
        return Search(said=f"Đã đọc thẻ của {card.full_name}, số {card.id_number}.")
    # A cut code may have cut the name too: what is known already goes before it.
    _settle(
        actor,
        reception,
        {**{k: v for k, v in facts.items() if v}, **{k: v for k, v in register.items() if v}},
        known.pk if known else None,
        REGISTER if known else TYPED,
    )
    return Search(
        said=f"Máy quét gửi chưa hết mã thẻ: chỉ có số {card.id_number} và tên “{card.full_name}”. Quét lại cả mã, "
        "hoặc xem kỹ các ô bên dưới và ghi phần còn thiếu theo thẻ.",
        trouble=True,
    )


@transaction.atomic
def choose_applicant(*, actor: Actor, reception_id: uuid.UUID, person_id: int) -> Reception:
    """The officer points at one of the people found. The look at their data is recorded. Raises NotFound."""
    reception = my_reception(actor, reception_id)
    person = accounts.get_person(person_id)
    _settle(actor, reception, _facts_of(person), person.pk, REGISTER)
    return reception


@transaction.atomic
def retype_applicant(*, actor: Actor, reception_id: uuid.UUID) -> Reception:
    """Write who it is by hand: what is known so far stands in the boxes."""
    reception = my_reception(actor, reception_id)
    reception.applicant = {**reception.applicant, "source": TYPED}
    reception.save(update_fields=["applicant"])
    return reception


def _facts_of(person: Any) -> dict[str, str]:
    return {
        "id_number": person.id_number,
        "full_name": person.full_name,
        "birth_date": person.birth_date.isoformat() if person.birth_date else "",
        "gender": person.gender,
        "address": person.address,
        "commune_code": person.commune_code,
        "phone": person.phone,
        "email": person.email,
    }


def _settle(
    actor: Actor,
    reception: Reception,
    facts: Mapping[str, str],
    person_id: int | None,
    source: str,
    *,
    present: str = "",
) -> None:
    """This is the applicant now: another person's particulars go, also those filled into the form and not touched since.

    `present`: the sealed note that the officer has just read this person's card.
    """
    kept = reception.applicant if reception.applicant.get("id_number") == facts.get("id_number") else {}
    typed = {name: kept[name] for name in ("phone", "email") if kept.get(name)}
    reception.applicant = {**facts, **typed, "source": source, "read_at": clock.now().isoformat()}
    reception.person_id, reception.present = person_id, present
    reception.saved_at = clock.now()
    reception.save(update_fields=["applicant", "person", "present", "saved_at"])
    if person_id is not None:
        record_access(
            actor=actor,
            person_id=person_id,
            subject_type="reception",
            subject_id=reception.id,
            reason="Tiếp nhận hồ sơ tại quầy",
        )
    if reception.filing is not None:
        fill_in_applicant(reception, reception.filing)
        look_in_vault(actor, reception)
