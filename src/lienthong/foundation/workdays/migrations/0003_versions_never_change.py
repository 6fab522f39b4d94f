"""A version of a calendar explains promises that were made by it, so the database refuses to change one."""

from django.db import migrations

FORBID = """
CREATE FUNCTION workdays_version_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'a published calendar version never changes; publish the next one' USING ERRCODE = 'restrict_violation';
END $$;
CREATE TRIGGER workdays_version_stays BEFORE UPDATE ON workdays_calendarversion
    FOR EACH ROW EXECUTE FUNCTION workdays_version_stays();
"""
ALLOW = "DROP TRIGGER workdays_version_stays ON workdays_calendarversion; DROP FUNCTION workdays_version_stays();"


class Migration(migrations.Migration):
    dependencies = [("workdays", "0002_versions")]
    operations = [migrations.RunSQL(FORBID, ALLOW)]
