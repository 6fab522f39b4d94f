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
            "documents.work",
            "dossiers.view_agency",
            "dossiers.receive",
            "dossiers.return_result",
            "dossiers.file_for_others",
            "payments.take_cash",
            "postal.handle",
        }
    ),
    Role.SPECIALIST: frozenset(
        {
            "documents.work",
            "dossiers.view_agency",
            "dossiers.handle",
            "dossiers.request_supplement",
            "registers.look_up",
            "results.propose",
            "archive.work",
        }
    ),
    Role.DEPARTMENT_HEAD: frozenset(
        {
            "documents.work",
            "dossiers.view_agency",
            "dossiers.handle",
            "dossiers.request_supplement",
            "dossiers.approve",
            "dossiers.assign",
            "registers.look_up",
            "results.propose",
            "results.publish",
            "figures.look",
            "documents.direct",
            "ratings.answer",
            "archive.work",
            "archive.head",
        }
    ),
    Role.AGENCY_LEADER: frozenset(
        {
            "documents.work",
            "documents.sign",
            "dossiers.view_agency",
            "dossiers.approve",
            "dossiers.sign",
            "dossiers.assign",
            "results.publish",
            "figures.look",
            "documents.direct",
            "payments.oversee",
            "documents.direct_agency",
            "ratings.answer",
            "archive.work",
            "archive.approve",
        }
    ),
    Role.CLERK: frozenset(
        {
            "documents.work",
            "dossiers.view_agency",
            "dossiers.stamp",
            "documents.register",
            "payments.keep_cash",
            "archive.work",
            "archive.keep",
        }
    ),
    Role.ADMINISTRATOR: frozenset(
        {
            "accounts.manage",
            "organizations.manage",
            "procedures.manage",
            "decisions.manage",
            "postal.manage",
            "audit.read",
        }
    ),
    Role.SUPERVISOR: frozenset({"dossiers.view_all", "figures.look", "figures.publish"}),
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


class DelegatedAct(models.TextChoices):
    """Kinds of act that a seat may let another do on its behalf (việc được ủy quyền)."""

    RECEIVE = "receive", "Tiếp nhận, trả kết quả"
    PROCESS = "process", "Xử lý hồ sơ"
    ASSIGN = "assign", "Phân công xử lý hồ sơ"
    APPROVE = "approve", "Duyệt, cho ý kiến hồ sơ"
    SIGN = "sign", "Ký kết quả hồ sơ"
    STAMP = "stamp", "Đóng dấu, phát hành kết quả hồ sơ"
    DIRECT_DOCUMENTS = "doc_direct", "Bút phê, giao văn bản đến; duyệt dự thảo"
    WORK_DOCUMENTS = "doc_work", "Làm phần việc văn bản được giao, góp ý dự thảo"
    SIGN_DOCUMENTS = "doc_sign", "Ký văn bản đi (TUQ., KT.)"


RIGHTS_OF_ACT: dict[str, frozenset[str]] = {
    DelegatedAct.RECEIVE: frozenset({"dossiers.receive", "dossiers.return_result", "dossiers.file_for_others"}),
    DelegatedAct.PROCESS: frozenset({"dossiers.handle", "dossiers.request_supplement", "registers.look_up"}),
    DelegatedAct.ASSIGN: frozenset({"dossiers.assign"}),
    DelegatedAct.APPROVE: frozenset({"dossiers.approve"}),
    DelegatedAct.SIGN: frozenset({"dossiers.sign"}),
    DelegatedAct.STAMP: frozenset({"dossiers.stamp"}),
    DelegatedAct.DIRECT_DOCUMENTS: frozenset({"documents.direct", "documents.direct_agency"}),
    DelegatedAct.WORK_DOCUMENTS: frozenset({"documents.work"}),
    DelegatedAct.SIGN_DOCUMENTS: frozenset({"documents.sign"}),
}
"""Rights that are not here are never delegated: accounts, agencies, catalogue, whole province; registers and the seal, which another is given
only by whoever may (Điều 32 khoản 2 Nghị định 30/2020/NĐ-CP)."""

ON_DOCUMENTS = (DelegatedAct.DIRECT_DOCUMENTS, DelegatedAct.WORK_DOCUMENTS, DelegatedAct.SIGN_DOCUMENTS)
"""Of documents; the other acts are of dossiers."""
DOCUMENT_RIGHTS: frozenset[str] = frozenset().union(*(RIGHTS_OF_ACT[act] for act in ON_DOCUMENTS))

READING = frozenset({"dossiers.view_agency"})
"""Goes along with every delegated act on dossiers."""


def rights_delegated(roles: "list[str] | frozenset[str]", acts: "list[str]") -> frozenset[str]:
    """Rights of the `acts`, as far as the `roles` of the one who delegates carry them."""
    named: frozenset[str] = frozenset().union(*(RIGHTS_OF_ACT.get(act, frozenset()) for act in acts))
    if any(act not in ON_DOCUMENTS for act in acts):
        named |= READING
    return named & rights_of(roles)


def acts_of(roles: "list[str] | frozenset[str]") -> list[DelegatedAct]:
    """What a seat with these roles has to delegate."""
    mine = rights_of(roles)
    return [act for act in DelegatedAct if RIGHTS_OF_ACT[act] & mine]


class DelegationState(models.TextChoices):
    """What people have said of a delegation. Whether it holds at a moment is judged by its period when it is read."""

    PENDING = "pending", "Chờ nhận"
    ACCEPTED = "accepted", "Đã nhận"
    DECLINED = "declined", "Không nhận"
    REVOKED = "revoked", "Đã thu hồi"
    GIVEN_BACK = "given_back", "Đã trả lại"


class DelegationStanding(models.TextChoices):
    """Where a delegation stands at a moment (tình trạng ủy quyền)."""

    PENDING = "pending", "Chờ người được ủy quyền nhận"
    COMING = "coming", "Chưa đến thời hạn"
    RUNNING = "running", "Đang có hiệu lực"
    EXPIRED = "expired", "Hết thời hạn"
    LAPSED = "lapsed", "Hết thời hạn, chưa được nhận"
    DECLINED = "declined", "Không được nhận"
    REVOKED = "revoked", "Đã thu hồi"
    GIVEN_BACK = "given_back", "Đã trả lại"


class AbsenceKind(models.TextChoices):
    """Why a seat is empty for some days (lý do vắng mặt) [M]."""

    LEAVE = "leave", "Nghỉ phép"
    MISSION = "mission", "Đi công tác"
    TRAINING = "training", "Đi học, tập huấn"
    SICK = "sick", "Nghỉ ốm, thai sản"
