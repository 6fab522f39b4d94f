"""A published table is what people were told (phiên bản không sửa): the database itself refuses to change one."""

from django.db import migrations

FORWARD = """
CREATE FUNCTION decisions_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'a published decision table never changes: UPDATE on % refused, publish the next version', TG_TABLE_NAME
        USING ERRCODE = 'restrict_violation';
END $$;
CREATE TRIGGER decisions_version_fixed BEFORE UPDATE ON decisions_decisionversion
    FOR EACH ROW EXECUTE FUNCTION decisions_refuse_change();
"""
BACKWARD = """
DROP TRIGGER decisions_version_fixed ON decisions_decisionversion;
DROP FUNCTION decisions_refuse_change();
"""


class Migration(migrations.Migration):
    dependencies = [("decisions", "0001_initial")]
    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
