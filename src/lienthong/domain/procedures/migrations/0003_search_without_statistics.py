"""Search columns without statistics (không lấy mẫu thống kê): to guess how many rows `<%` keeps, the planner would compute
word similarity against every sampled value, 12 ms a statement at 5,000 procedures, several times the search itself."""

from django.db import migrations

COLUMNS = ("search_exact", "search_title", "search_text", "search_glued")


def sampled(target: int) -> str:
    """The statement; -1 is the server's own default."""
    return "ALTER TABLE procedures_procedure " + ", ".join(
        f"ALTER COLUMN {column} SET STATISTICS {target}" for column in COLUMNS
    )


class Migration(migrations.Migration):
    dependencies = [("procedures", "0002_versions_never_change")]
    operations = [migrations.RunSQL(sampled(0), sampled(-1))]
