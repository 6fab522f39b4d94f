"""Roles and the rights they carry (vai trò, quyền)."""

from django.db import models

# M.XX.XX: level-1 code, then up to four groups (QĐ 20/2020/QĐ-TTg, Điều 4; groups of three are seen in use, e.g. H55.242).
IDENTIFIER_PATTERN = r"^[A-Z]\d{2}(\.[0-9A-Z]{2,3}){0,4}$"


class Role(models.TextChoices):
    """What a position does. The same names stand in workflows, so a step finds its people."""

    ONE_STOP_OFFICER = "one_stop_officer", "Cán bộ một cửa"
    SPECIALIST = "specialist", "Chuyên viên"
    DEPARTMENT_HEAD = "department_head", "Trưởng phòng"
    AGENCY_LEADER = "agency_leader", "Lãnh đạo cơ quan"
    CLERK = "clerk", "Văn thư"
    ADMINISTRATOR = "administrator", "Quản trị hệ thống"
    SUPERVISOR = "supervisor", "Theo dõi toàn tỉnh"


RIGHTS: dict[str, frozenset[str]] = {
    Role.ONE_STOP_OFFICER: frozenset(
        {
            "dossiers.view_agency",
            "dossiers.receive",
            "dossiers.return_result",
            "dossiers.file_for_others",
            "payments.take_cash",
        }
    ),
    Role.SPECIALIST: frozenset({"dossiers.view_agency", "dossiers.handle", "dossiers.request_supplement"}),
    Role.DEPARTMENT_HEAD: frozenset(
        {"dossiers.view_agency", "dossiers.handle", "dossiers.request_supplement", "dossiers.approve"}
    ),
    Role.AGENCY_LEADER: frozenset({"dossiers.view_agency", "dossiers.approve", "dossiers.sign"}),
    Role.CLERK: frozenset({"dossiers.view_agency", "dossiers.stamp"}),
    Role.ADMINISTRATOR: frozenset(
        {"accounts.manage", "organizations.manage", "procedures.manage", "decisions.manage", "audit.read"}
    ),
    Role.SUPERVISOR: frozenset({"dossiers.view_all"}),
}


def rights_of(roles: "list[str] | frozenset[str]") -> frozenset[str]:
    """Union of the rights of `roles`; a role that no longer exists carries none."""
    return frozenset().union(*(RIGHTS.get(role, frozenset()) for role in roles))


class ReorganizationKind(models.TextChoices):
    """What becomes of agencies."""

    MERGE = "merge", "Sáp nhập, hợp nhất"
    SPLIT = "split", "Chia, tách"
    RENAME = "rename", "Đổi tên"
    CLOSE = "close", "Giải thể"


class ReorganizationState(models.TextChoices):
    """Where a plan stands."""

    DRAFT = "draft", "Đang chuẩn bị"
    CARRIED_OUT = "carried_out", "Đã thực hiện"
    CALLED_BACK = "called_back", "Đã thu hồi"
