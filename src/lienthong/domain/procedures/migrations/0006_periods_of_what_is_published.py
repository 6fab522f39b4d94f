"""A decision for every version there is, and a period from the current one on (quyết định, giai đoạn của phiên bản đã công bố).

Search columns of periods are kept without statistics, for the reason that migration 0003 gives.
"""

from django.db import migrations

DECISIONS = """
INSERT INTO procedures_decision (procedure_id, kind, version_id, number, effective_from, issuer, reason, made_at, made_by_name,
    called_back_by_name, called_back_reason)
SELECT procedure_id, 'publish', id, decision, valid_from, '', '', published_at, 'Hệ thống', '', ''
FROM procedures_procedureversion ORDER BY procedure_id, number
"""
WITHDRAWN = """
INSERT INTO procedures_decision (procedure_id, kind, number, effective_from, issuer, reason, made_at, made_by_name,
    called_back_by_name, called_back_reason)
SELECT id, 'withdraw', '', CURRENT_DATE, '', '', now(), 'Hệ thống', '', '' FROM procedures_procedure WHERE status = 'ended'
"""
PERIODS = """
INSERT INTO procedures_period (procedure_id, days, version_id, status, decision_id, code, field_id, popularity, is_demo,
    search_exact, search_title, search_text, search_glued)
SELECT p.id, daterange(LEAST(v.valid_from, CURRENT_DATE), NULL), v.id,
    CASE p.status WHEN 'ended' THEN 'withdrawn' ELSE 'active' END,
    (SELECT max(d.id) FROM procedures_decision d WHERE d.procedure_id = p.id),
    p.code, p.field_id, p.popularity, p.is_demo, p.search_exact, p.search_title, p.search_text, p.search_glued
FROM procedures_procedure p JOIN procedures_procedureversion v ON v.id = p.current_version_id
"""
BACK = "DELETE FROM procedures_period; DELETE FROM procedures_decision"

COLUMNS = ("search_exact", "search_title", "search_text", "search_glued")


def sampled(target: int) -> str:
    """The statement; -1 is the server's own default."""
    return "ALTER TABLE procedures_period " + ", ".join(
        f"ALTER COLUMN {column} SET STATISTICS {target}" for column in COLUMNS
    )


class Migration(migrations.Migration):
    dependencies = [("procedures", "0005_catalogue_by_date")]
    operations = [
        migrations.RunSQL([DECISIONS, WITHDRAWN, PERIODS], BACK),
        migrations.RunSQL(sampled(0), sampled(-1)),
    ]
