"""Who may change the tree of agencies (ai được sửa cây cơ quan), and whom a head may let sign for them (ký thay, ký thừa ủy quyền).

Signing, Điều 13 Nghị định 30/2020/NĐ-CP: KT. is a deputy's; TUQ. is given by the head to the head of a part of the agency, in writing, for a time.
"""

from lienthong.foundation.organizations.choices import Role
from lienthong.foundation.organizations.errors import NotDelegable
from lienthong.foundation.organizations.models import Position
from lienthong.kit.actor import Actor
from lienthong.kit.errors import Invalid, NotAllowed
from lienthong.kit.text_vi import clean

_DEPUTY = "Phó "


def can_manage(actor: Actor) -> bool:
    """Administrators, and the system itself."""
    return actor.may("organizations.manage")


def require_manage(actor: Actor) -> None:
    """Raise NotAllowed unless `can_manage`."""
    if not can_manage(actor):
        raise NotAllowed("Chức vụ hiện tại không có quyền sửa cơ quan, chức vụ. Liên hệ quản trị hệ thống của tỉnh.")


def is_deputy(position: Position) -> bool:
    """By its title: `Phó Chủ tịch`, `Phó Giám đốc`."""
    return position.title.startswith(_DEPUTY)


def signs_as_deputy(giver: Position, receiver: Position) -> bool:
    """Whether what is signed for the giver is signed as their deputy (KT.), not by authorisation (TUQ.)."""
    same = receiver.agency_id == giver.agency_id
    return same and is_deputy(receiver) and Role.AGENCY_LEADER in receiver.roles


def may_sign_for(giver: Position, receiver: Position, document: str) -> bool:
    """Whether `require_signing_for` lets it, as the two seats are now: a delegation is judged again whenever it is used."""
    if is_deputy(giver):
        return False
    return signs_as_deputy(giver, receiver) or (_heads_part(giver, receiver) and bool(clean(document)))


def _heads_part(giver: Position, receiver: Position) -> bool:
    role = Role.DEPARTMENT_HEAD if receiver.agency_id == giver.agency_id else Role.AGENCY_LEADER
    return role in receiver.roles and not is_deputy(receiver)


def require_signing_for(giver: Position, receiver: Position, document: str) -> None:
    """Raise NotDelegable where the decree does not let the giver hand signing to the receiver, Invalid without the written authorisation."""
    if is_deputy(giver):
        raise NotDelegable(
            f"{giver.title} ký thay (KT.) nên không giao người khác ký văn bản được: chỉ người đứng đầu ủy quyền ký "
            "(Điều 13 Nghị định 30/2020/NĐ-CP). Bỏ chọn việc ký văn bản đi.",
            field="acts",
        )
    if signs_as_deputy(giver, receiver):
        return
    if not _heads_part(giver, receiver):
        raise NotDelegable(
            f"{receiver.account.full_name}, {receiver.title} không ký văn bản thay được: chỉ cấp phó (KT.) hoặc người đứng đầu đơn vị, "
            "cơ quan trực thuộc (TUQ.) được giao ký (Điều 13 Nghị định 30/2020/NĐ-CP). Chọn người khác hoặc bỏ chọn việc ký văn bản đi.",
            field="receiver",
        )
    if not clean(document):
        raise Invalid(
            {
                "document": "Ký thừa ủy quyền phải có văn bản ủy quyền (khoản 3 Điều 13 Nghị định 30/2020/NĐ-CP). Ghi số, ký hiệu, ví dụ 12/GUQ-UBND."
            }
        )
