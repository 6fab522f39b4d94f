"""What the carrier said stays as it was said: the database refuses UPDATE and DELETE."""

from django.db import migrations

TABLES = ("postal_trackingevent", "postal_carriernotice")

FORWARD = """
CREATE FUNCTION postal_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'what the carrier said is append-only: % on % refused', TG_OP, TG_TABLE_NAME USING ERRCODE = 'restrict_violation';
END $$;
""" + "".join(
    f"CREATE TRIGGER {table}_append_only BEFORE UPDATE OR DELETE ON {table} FOR EACH ROW EXECUTE FUNCTION postal_refuse_change();\n"
    for table in TABLES
)

BACKWARD = "".join(f"DROP TRIGGER {table}_append_only ON {table};\n" for table in TABLES) + (
    "DROP FUNCTION postal_refuse_change();"
)


class Migration(migrations.Migration):
    dependencies = [("postal", "0001_initial")]

    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
