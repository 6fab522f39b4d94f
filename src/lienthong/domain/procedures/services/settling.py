"""Write down which version holds on which days (xếp giai đoạn áp dụng), from the decisions. Called in the transaction of each decision."""

from collections import defaultdict
from collections.abc import Iterable

from django.db.backends.postgresql.psycopg_any import DateRange

from lienthong.domain.procedures import queries
from lienthong.domain.procedures.models import Decision, Period, Procedure, ProcedureVersion
from lienthong.domain.procedures.record import has_demo
from lienthong.domain.procedures.services.reading import search_columns
from lienthong.domain.procedures.timeline import Act, spans


def settle_periods(procedure_ids: Iterable[int]) -> None:
    """Rebuild the periods of these procedures (6 statements). Raises DecisionOutOfPlace when their decisions contradict each other."""
    ids = list(procedure_ids)
    acts: dict[int, list[Act]] = defaultdict(list)
    rows = Decision.objects.filter(procedure__in=ids, called_back_at__isnull=True)
    for pk, procedure_id, kind, on, version_id in rows.values_list(
        "pk", "procedure_id", "kind", "effective_from", "version_id"
    ):
        acts[procedure_id].append(Act(id=pk, kind=kind, on=on, version_id=version_id))
    lives = {procedure_id: spans(of) for procedure_id, of in acts.items()}
    versions = ProcedureVersion.objects.in_bulk({span.version_id for life in lives.values() for span in life})
    entries = {pk: queries.entry_of(version) for pk, version in versions.items()}
    procedures = Procedure.objects.select_related("field").in_bulk(ids)
    Period.objects.filter(procedure__in=ids).delete()
    queries.forget_words()
    Period.objects.bulk_create(
        [
            Period(
                procedure=procedure,
                days=DateRange(span.start, span.end),
                version_id=span.version_id,
                status=span.status,
                decision_id=span.act_id,
                code=procedure.code,
                field_id=procedure.field_id,
                popularity=procedure.popularity,
                is_demo=has_demo(entries[span.version_id]),
                **search_columns(
                    entries[span.version_id]
                    | {"code": procedure.code, "keywords": [*procedure.keywords, *procedure.learned]},
                    procedure.field.name,
                ),
            )
            for procedure_id, life in lives.items()
            for procedure in (procedures[procedure_id],)
            for span in life
        ],
        batch_size=2000,
    )
