"""Questions and answers can be added to, never changed (sổ tra cứu chỉ ghi thêm): the database itself refuses UPDATE and DELETE."""

from django.db import migrations

FORWARD = """
CREATE FUNCTION registers_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'look-ups are append-only: % on % refused', TG_OP, TG_TABLE_NAME USING ERRCODE = 'restrict_violation';
END $$;
CREATE TRIGGER registers_lookup_append_only BEFORE UPDATE OR DELETE ON registers_lookup
    FOR EACH ROW EXECUTE FUNCTION registers_refuse_change();
CREATE TRIGGER registers_lookupanswer_append_only BEFORE UPDATE OR DELETE ON registers_lookupanswer
    FOR EACH ROW EXECUTE FUNCTION registers_refuse_change();
"""

BACKWARD = """
DROP TRIGGER registers_lookupanswer_append_only ON registers_lookupanswer;
DROP TRIGGER registers_lookup_append_only ON registers_lookup;
DROP FUNCTION registers_refuse_change();
"""


class Migration(migrations.Migration):
    dependencies = [("registers", "0001_registers")]

    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
