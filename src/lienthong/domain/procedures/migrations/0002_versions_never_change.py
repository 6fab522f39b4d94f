"""A version is what a dossier was filed under (phiên bản không sửa): the database itself refuses to change one."""

from django.db import migrations

FORWARD = """
CREATE FUNCTION procedures_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'a published version never changes: UPDATE on % refused, publish the next version', TG_TABLE_NAME
        USING ERRCODE = 'restrict_violation';
END $$;
CREATE TRIGGER procedures_version_fixed BEFORE UPDATE ON procedures_procedureversion
    FOR EACH ROW EXECUTE FUNCTION procedures_refuse_change();
CREATE TRIGGER procedures_requirement_fixed BEFORE UPDATE ON procedures_requirement
    FOR EACH ROW EXECUTE FUNCTION procedures_refuse_change();
CREATE TRIGGER procedures_fee_fixed BEFORE UPDATE ON procedures_fee
    FOR EACH ROW EXECUTE FUNCTION procedures_refuse_change();
CREATE TRIGGER procedures_legalbasis_fixed BEFORE UPDATE ON procedures_legalbasis
    FOR EACH ROW EXECUTE FUNCTION procedures_refuse_change();
"""
BACKWARD = """
DROP TRIGGER procedures_version_fixed ON procedures_procedureversion;
DROP TRIGGER procedures_requirement_fixed ON procedures_requirement;
DROP TRIGGER procedures_fee_fixed ON procedures_fee;
DROP TRIGGER procedures_legalbasis_fixed ON procedures_legalbasis;
DROP FUNCTION procedures_refuse_change();
"""


class Migration(migrations.Migration):
    dependencies = [("procedures", "0001_initial")]
    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
