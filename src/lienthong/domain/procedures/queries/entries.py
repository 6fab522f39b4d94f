"""The entry back from a version (bản khai của một phiên bản): what was published is what comes back."""

from lienthong.domain.procedures.models import ProcedureVersion
from lienthong.domain.procedures.queries.versions import VersionSnapshot
from lienthong.domain.procedures.record import Entry
from lienthong.kit.errors import NotFound


def entry_of(version: ProcedureVersion | VersionSnapshot) -> Entry:
    """The whole entry as it was published, a copy of one's own (1 query for a snapshot).

    Versions from before entries were kept, and generated ones, are written out again from their columns and rows.
    """
    row = version if isinstance(version, ProcedureVersion) else ProcedureVersion.objects.filter(pk=version.id).first()
    if row is None:
        raise NotFound
    return dict(row.entry) if row.entry else _written_out(row)


def _written_out(row: ProcedureVersion) -> Entry:
    plain = (
        "name", "short_name", "summary", "decision", "tiers", "subjects", "channels", "time_limit_value", "time_limit_unit",
        "time_note", "dossier_sets", "service_level_2022", "service_level_2019", "conditions", "exemptions", "marks",
    )  # fmt: skip
    paper = (
        "key", "code", "name", "originals", "copies", "accepted_as", "mode", "required", "when", "instead", "register",
        "from_form", "from_register", "mark", "cases",
    )  # fmt: skip
    fee = ("kind", "name", "amount", "per", "channel", "note", "quantity", "applies", "mark")
    entry: Entry = {
        "code": row.procedure.code,
        "field": row.procedure.field.code,
        **{name: getattr(row, name) for name in plain},
        "valid_from": row.valid_from.isoformat(),
        "result": {"name": row.result_name, "code": row.result_code},
        "requirements": [{name: getattr(each, name) for name in paper} for each in row.requirements.all()],
        "fees": [{name: getattr(each, name) for name in fee} for each in row.fees.all()],
        "legal_bases": [
            {"number": each.number, "title": each.title, "mark": each.mark} for each in row.legal_bases.all()
        ],
    }
    if row.form is not None:
        entry["form"] = {"code": row.form.code}
    if row.workflow is not None:
        entry["workflow"] = {"code": row.workflow.code}
    return entry
