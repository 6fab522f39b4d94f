"""Certificates of persons follow the seat when agencies change; a seal stays with the agency it names (chứng thư số khi sắp xếp)."""

from django.db.models import QuerySet

from lienthong.foundation.organizations import queries as organizations
from lienthong.foundation.organizations.choices import Role
from lienthong.foundation.organizations.services import Counts, Mover, Passage
from lienthong.foundation.signing.choices import Purpose, Status
from lienthong.foundation.signing.models import Certificate, SigningAuthority

CERTIFICATES = "chứng thư số cá nhân"


def count_certificates(passage: Passage) -> Counts:
    """Certificates of seats that move."""
    return {CERTIFICATES: _certificates(passage).count()}


def follow_seats(passage: Passage) -> Counts:
    """A person keeps the key, so that nobody is unable to sign on the first day."""
    moved = 0
    for old in list(_certificates(passage).values_list("position_id", flat=True).distinct()):
        moved += _certificates(passage).filter(position_id=old).update(position_id=passage.seats[old or 0])
    for authority in SigningAuthority.objects.filter(position_id__in=list(passage.seats)):
        authority.position_id = passage.seats[authority.position_id]
        authority.save(update_fields=["position"])
    return {CERTIFICATES: moved}


def notes(passage: Passage) -> list[str]:
    """Who has no certificate, whose names another agency, which successor has no seal."""
    found = []
    valid = Certificate.objects.valid_at(passage.at)
    equipped = set(valid.filter(position_id__in=list(passage.seats)).values_list("position_id", flat=True))
    leaders = [each for each in organizations.seats_with_ids(passage.seats) if Role.AGENCY_LEADER in each.roles]
    lacking = [each.account.full_name for each in leaders if each.pk not in equipped]
    if lacking:
        found.append(f"Chưa có chứng thư số: {', '.join(lacking)}. Xin cấp trước ngày hiệu lực để ký được kết quả.")
    renewed = [each.account.full_name for each in leaders if each.pk in equipped]
    if renewed:
        found.append(
            f"Chứng thư số còn ghi tên cơ quan cũ: {', '.join(renewed)}. Vẫn ký được; xin thay đổi nội dung chứng thư sau sắp xếp."
        )
    if passage.moves_rest:
        seal = valid.filter(purpose=Purpose.AGENCY, agency_id=passage.main) if passage.main > 0 else valid.none()
        if not seal.exists():
            found.append("Cơ quan kế thừa chưa có chứng thư số cơ quan để đóng dấu. Xin cấp trước ngày hiệu lực.")
    return found


def _certificates(passage: Passage) -> QuerySet[Certificate]:
    return Certificate.objects.filter(
        purpose=Purpose.PERSON, status=Status.ACTIVE, position_id__in=list(passage.seats), not_after__gte=passage.at
    )


MOVER = Mover(
    count=count_certificates,
    move=follow_seats,
    notes=notes,
    covers=frozenset({"signing.Certificate.position", "signing.SigningAuthority.position"}),
)
