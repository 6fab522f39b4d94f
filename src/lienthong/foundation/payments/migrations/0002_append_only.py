"""What the bank said stays as it was said (thông báo ngân hàng chỉ ghi thêm): the database refuses UPDATE and DELETE."""

from django.db import migrations

FORWARD = """
CREATE FUNCTION payments_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'bank notifications are append-only: % on % refused', TG_OP, TG_TABLE_NAME USING ERRCODE = 'restrict_violation';
END $$;
CREATE TRIGGER payments_banknotification_append_only BEFORE UPDATE OR DELETE ON payments_banknotification
    FOR EACH ROW EXECUTE FUNCTION payments_refuse_change();
"""

BACKWARD = """
DROP TRIGGER payments_banknotification_append_only ON payments_banknotification;
DROP FUNCTION payments_refuse_change();
"""


class Migration(migrations.Migration):
    dependencies = [("payments", "0001_initial")]

    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
