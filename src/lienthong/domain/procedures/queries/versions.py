"""One version with everything it asks for (phiên bản thủ tục), read once per process: a version never changes."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any, cast

from django.conf import settings
from django.db import connection

from lienthong.domain.procedures.choices import (
    AcceptedAs,
    FeeChannel,
    FilingChannel,
    Mark,
    OldServiceLevel,
    PaperMode,
    ProcedureStatus,
    ServiceLevel,
    Subject,
    TierCode,
    TimeUnit,
)
from lienthong.domain.procedures.errors import ProcedureNotFileable, ProcedureNotFound
from lienthong.domain.procedures.models import Fee, LegalBasis, ProcedureVersion, Requirement
from lienthong.domain.procedures.queries.national import NationalParts, national_parts
from lienthong.foundation.workdays.services import LimitUnit
from lienthong.kit import clock
from lienthong.kit.errors import NotFound
from lienthong.kit.money import format_money


@dataclass(frozen=True, slots=True, kw_only=True)
class RequirementSnapshot:
    """A paper of the dossier (thành phần hồ sơ); see `models.Requirement`."""

    key: str
    name: str
    originals: int
    copies: int
    accepted_as: tuple[str, ...]
    mode: str
    required: bool
    when: str
    instead: str
    register: str
    from_form: bool
    from_register: bool
    mark: str
    code: str = ""
    cases: tuple[str, ...] = ()
    sample_name: str = ""
    sample_url: str = ""

    @property
    def is_demo(self) -> bool:
        """Not checked against a source."""
        return self.mark == Mark.DEMO

    @property
    def shape(self) -> str:
        """`Bản chính hoặc bản điện tử`: the shapes it is good in."""
        names = [str(AcceptedAs(each).label) for each in self.accepted_as]
        return names[0] + "".join(f" hoặc {name[:1].lower()}{name[1:]}" for name in names[1:])

    def is_uploaded(self, *, verified: bool) -> bool:
        """Whether an online applicant is asked for a file; `verified`: signed in with an identity the registers can be asked by."""
        return self.mode == PaperMode.SUBMIT and not self.from_form and not (self.from_register and verified)


@dataclass(frozen=True, slots=True, kw_only=True)
class FeeSnapshot:
    """A fee; see `models.Fee` for `quantity` and `applies`."""

    kind: str
    name: str
    amount: int
    per: str
    channel: str
    note: str
    quantity: tuple[dict[str, Any], ...]
    applies: dict[str, Any]
    mark: str

    @property
    def is_demo(self) -> bool:
        """Not checked against a source."""
        return self.mark == Mark.DEMO

    @property
    def text(self) -> str:
        """`8.000 ₫ mỗi bản`, `Không thu`."""
        return f"{format_money(self.amount)} mỗi {self.per}" if self.amount else "Không thu"

    @property
    def channel_name(self) -> str:
        """`Trực tuyến`; empty when the fee is the same everywhere."""
        return "" if self.channel == FeeChannel.ANY else str(FeeChannel(self.channel).label)


@dataclass(frozen=True, slots=True, kw_only=True)
class LegalBasisSnapshot:
    """A legal text: `kind` as in the number (`Nghị định số`), number, title."""

    number: str
    title: str
    mark: str

    @property
    def is_demo(self) -> bool:
        """Not checked against a source."""
        return self.mark == Mark.DEMO

    @property
    def kind(self) -> str:
        """`Nghị định số` from `123/2015/NĐ-CP`; empty when the number does not say."""
        kinds = {"NĐ-CP": "Nghị định", "NQ-CP": "Nghị quyết", "TT-": "Thông tư", "QĐ-": "Quyết định", "/QH": "Luật"}
        return next((f"{kind} số" for sign, kind in kinds.items() if sign in self.number), "Văn bản số")


@dataclass(frozen=True, slots=True, kw_only=True)
class StepSnapshot:
    """A step as the citizen reads it; hours of working time."""

    name: str
    role: str
    kind: str
    hours: float

    @property
    def time_text(self) -> str:
        """`Khoảng 4 giờ làm việc`, `Khoảng 6 ngày làm việc`."""
        if self.hours >= 16:
            return f"Khoảng {round(self.hours / 8)} ngày làm việc"
        if self.hours >= 8:
            return "Khoảng 1 ngày làm việc"
        if self.hours >= 1:
            return f"Khoảng {self.hours:g} giờ làm việc".replace(".", ",")
        return "Trong 30 phút" if self.hours else ""


@dataclass(frozen=True, slots=True, kw_only=True)
class VersionSnapshot:
    """A whole version, immutable. `form` is the published `eforms.Form`, None when there is no electronic form; other keys are ids."""

    id: int
    procedure_id: int
    number: int
    code: str
    name: str
    short_name: str
    summary: str
    decision: str
    field_code: str
    field_name: str
    tiers: dict[str, list[dict[str, str]]]
    subjects: tuple[str, ...]
    channels: tuple[str, ...]
    time_limit_value: int | None
    time_limit_unit: LimitUnit
    time_note: str
    dossier_sets: int
    service_level_2022: str
    service_level_2019: int | None
    conditions: tuple[str, ...]
    exemptions: tuple[str, ...]
    form: Any
    workflow_id: Any
    result_name: str
    result_code: str
    marks: dict[str, str]
    steps: tuple[StepSnapshot, ...]
    requirements: tuple[RequirementSnapshot, ...]
    fees: tuple[FeeSnapshot, ...]
    legal_bases: tuple[LegalBasisSnapshot, ...]
    valid_from: date
    origin: str
    national: NationalParts

    @property
    def is_fileable(self) -> bool:
        """This platform can take a dossier of it: it has a form, a process and a time limit."""
        return self.form is not None and self.workflow_id is not None and self.time_limit_value is not None

    @property
    def limit_value(self) -> int:
        """The number of the time limit. Raises ProcedureNotFileable where only prose is known; no dossier is filed under such a version."""
        if self.time_limit_value is None:
            raise ProcedureNotFileable(
                f"Thủ tục “{self.short_name}” chưa có thời hạn bằng số; cán bộ danh mục làm rõ trước."
            )
        return self.time_limit_value

    @property
    def accepts_online(self) -> bool:
        """May be filed on the web."""
        return FilingChannel.ONLINE in self.channels and self.is_fileable

    @property
    def time_limit_text(self) -> str:
        """`3 ngày làm việc`, `Trong ngày làm việc`; where no number is known, the prose as it stands."""
        if self.time_limit_value is None:
            prose = next((term.text for way in self.national.ways for term in way.terms if term.text), "")
            return prose or "Theo từng trường hợp"
        return time_text(self.time_limit_value, self.time_limit_unit)

    @property
    def level_text(self) -> str:
        """Service level in force (Nghị định 42/2022/NĐ-CP)."""
        return str(ServiceLevel(self.service_level_2022).label) if self.service_level_2022 else "Chưa xác định"

    @property
    def old_level_text(self) -> str:
        """`Mức độ 4` (Nghị định 43/2011/NĐ-CP); empty when the procedure is younger than that scheme."""
        return str(OldServiceLevel(self.service_level_2019).label) if self.service_level_2019 else ""

    @property
    def entries(self) -> list[dict[str, str]]:
        """Tier and kind of agency that handles it, in the profile of this installation."""
        return self.tiers.get(settings.PROFILE, [])

    @property
    def agencies(self) -> tuple[str, ...]:
        """Who handles it, in words."""
        return tuple(entry["agency"] for entry in self.entries)

    @property
    def tier_codes(self) -> tuple[str, ...]:
        """Tiers of the agencies that handle it, in the profile of this installation."""
        return tuple(dict.fromkeys(entry["tier"] for entry in self.entries))

    @property
    def tier_names(self) -> str:
        """`Cấp xã, cấp tỉnh`."""
        names = ", ".join(str(TierCode(code).label) for code in self.tier_codes)
        return names[:1] + names[1:].replace("Cấp", "cấp").replace("Tổ chức", "tổ chức")

    @property
    def channel_names(self) -> str:
        """`Trực tiếp, trực tuyến, bưu chính công ích`."""
        return ", ".join(str(FilingChannel(code).label) for code in self.channels).capitalize()

    @property
    def subject_names(self) -> str:
        """Who may file."""
        names = [str(Subject(code).label) for code in self.subjects]
        return ", ".join([*names[:1], *(name[:1].lower() + name[1:] for name in names[1:])])

    @property
    def has_demo(self) -> bool:
        """Something on its page was written for the demo."""
        rows: tuple[RequirementSnapshot | FeeSnapshot | LegalBasisSnapshot, ...] = (
            *self.requirements,
            *self.fees,
            *self.legal_bases,
        )
        return Mark.DEMO in self.marks.values() or any(row.is_demo for row in rows)

    def papers_to_upload(self, *, verified: bool) -> tuple[RequirementSnapshot, ...]:
        """Papers an online applicant is asked for as files, required and conditional."""
        return tuple(each for each in self.requirements if each.is_uploaded(verified=verified))


def time_text(limit: int | None, unit: str) -> str:
    """A time limit in words."""
    if limit is None or not unit:
        return "Theo từng trường hợp"
    return "Trong ngày làm việc" if unit == TimeUnit.SAME_DAY else f"{limit} {TimeUnit(unit).label}"


# Plain SQL: every page and every filing of a procedure begins with it.
_ON_THE_DAY = "SELECT version_id, status FROM procedures_period WHERE code = %s AND days @> %s"


def current_version(code: str, *, on: date | None = None) -> VersionSnapshot:
    """The version in force of the procedure `code` today or on the day `on` (1 query once the version is known to this process).

    A suspended procedure still has one; `standing` tells, `version_to_file` refuses. Raises ProcedureNotFound when there is none or it was
    withdrawn.
    """
    with connection.cursor() as cursor:
        cursor.execute(_ON_THE_DAY, [code, on or clock.today()])
        found = cursor.fetchone()
    if found is None or found[1] == ProcedureStatus.WITHDRAWN:
        raise ProcedureNotFound(code)
    return version(found[0])


@lru_cache(maxsize=4096)
def version(version_id: int) -> VersionSnapshot:
    """One version by id (4 queries the first time, then none). Raises NotFound."""
    row = ProcedureVersion.objects.select_related("procedure__field", "form").filter(pk=version_id).first()
    if row is None:
        raise NotFound
    return snapshot_of(row, row.requirements.all(), row.fees.all(), row.legal_bases.all())


def snapshot_of(
    row: ProcedureVersion, papers: Iterable[Requirement], fees: Iterable[Fee], laws: Iterable[LegalBasis]
) -> VersionSnapshot:
    """The snapshot of a version and its rows, stored or not."""
    return VersionSnapshot(
        id=row.pk or 0,
        procedure_id=row.procedure_id,
        number=row.number,
        code=row.procedure.code,
        name=row.name,
        short_name=row.short_name,
        summary=row.summary,
        decision=row.decision,
        field_code=row.procedure.field.code,
        field_name=row.procedure.field.name,
        tiers=row.tiers,
        subjects=tuple(row.subjects),
        channels=tuple(row.channels),
        time_limit_value=row.time_limit_value,
        time_limit_unit=cast("LimitUnit", row.time_limit_unit),
        time_note=row.time_note,
        dossier_sets=row.dossier_sets,
        service_level_2022=row.service_level_2022,
        service_level_2019=row.service_level_2019,
        conditions=tuple(row.conditions),
        exemptions=tuple(row.exemptions),
        form=row.form,
        workflow_id=row.workflow_id,
        result_name=row.result_name,
        result_code=row.result_code,
        marks=row.marks,
        steps=tuple(StepSnapshot(**step) for step in row.steps),
        requirements=tuple(
            RequirementSnapshot(
                key=each.key,
                name=each.name,
                originals=each.originals,
                copies=each.copies,
                accepted_as=tuple(each.accepted_as),
                mode=each.mode,
                required=each.required,
                when=each.when,
                instead=each.instead,
                register=each.register,
                from_form=each.from_form,
                from_register=each.from_register,
                mark=each.mark,
                code=each.code,
                cases=tuple(each.cases),
                sample_name=each.sample_name,
                sample_url=each.sample_url,
            )
            for each in papers
        ),
        fees=tuple(
            FeeSnapshot(
                kind=each.kind,
                name=each.name,
                amount=each.amount,
                per=each.per,
                channel=each.channel,
                note=each.note,
                quantity=tuple(each.quantity),
                applies=each.applies,
                mark=each.mark,
            )
            for each in fees
        ),
        legal_bases=tuple(LegalBasisSnapshot(number=each.number, title=each.title, mark=each.mark) for each in laws),
        valid_from=row.valid_from,
        origin=row.procedure.origin,
        national=national_parts(row.entry),
    )
