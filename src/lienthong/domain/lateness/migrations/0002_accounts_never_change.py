"""What a unit was charged with is not rewritten: objections stand beside it. So the database refuses a change."""

from django.db import migrations

FORBID = """
CREATE FUNCTION lateness_account_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'a kept account of lateness never changes; an objection stands beside it' USING ERRCODE = 'restrict_violation';
END $$;
CREATE TRIGGER lateness_account_stays BEFORE UPDATE ON lateness_latenessaccount
    FOR EACH ROW EXECUTE FUNCTION lateness_account_stays();
CREATE TRIGGER lateness_share_stays BEFORE UPDATE ON lateness_latenessshare
    FOR EACH ROW EXECUTE FUNCTION lateness_account_stays();
"""
ALLOW = """
DROP TRIGGER lateness_account_stays ON lateness_latenessaccount;
DROP TRIGGER lateness_share_stays ON lateness_latenessshare;
DROP FUNCTION lateness_account_stays();
"""


class Migration(migrations.Migration):
    dependencies = [("lateness", "0001_accounts")]
    operations = [migrations.RunSQL(FORBID, ALLOW)]
