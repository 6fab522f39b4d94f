"""Words of documents in one index, kept by the database itself whoever writes a row; searches that are kept."""

import django.contrib.postgres.indexes
import django.contrib.postgres.search
import django.db.models.deletion
from django.db import migrations, models

import lienthong.kit.clock

# As kit.text_vi.words: without accents, lower case, words between single spaces.
FORWARD = """
CREATE FUNCTION correspondence_folded(written text) RETURNS text LANGUAGE sql STABLE PARALLEL SAFE AS $$
    SELECT regexp_replace(lower(public.unaccent(normalize(written, NFC))), '[^a-z0-9]+', ' ', 'g')
$$;

-- A text of 300,000 letters is about 150 pages; a vector has no room for more than a megabyte of words.
CREATE FUNCTION correspondence_words_of(wanted uuid) RETURNS TABLE (document_id uuid, words tsvector) LANGUAGE sql STABLE AS $$
    SELECT d.id,
        array_to_tsvector(array_remove(ARRAY['=a' || d.agency_id, '=d' || d.direction, '=u' || d.urgency, '=r' || d.register_id,
            '=k' || nullif(d.kind, ''), '=n' || substring(d.notation_key FROM '^[0-9]+'), '=s' || d.number], NULL))
        || setweight(to_tsvector('simple', correspondence_folded(d.notation_key || ' ' || d.abstract)), 'A')
        || setweight(to_tsvector('simple', correspondence_folded(d.issuer_name)), 'B')
        || setweight(to_tsvector('simple', correspondence_folded(d.signer)), 'C')
        || to_tsvector('simple', correspondence_folded(left(coalesce(
            (SELECT string_agg(left(f.read_text, 300000), ' ' ORDER BY f.is_main DESC, f.place, f.id)
             FROM correspondence_documentfile f WHERE f.document_id = d.id), ''), 300000)))
    FROM correspondence_document d WHERE d.id = wanted
$$;

CREATE FUNCTION correspondence_keep_words() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    wanted uuid;
BEGIN
    IF TG_TABLE_NAME = 'correspondence_document' THEN wanted := NEW.id;
    ELSIF TG_OP = 'DELETE' THEN wanted := OLD.document_id;
    ELSE wanted := NEW.document_id;
    END IF;
    INSERT INTO correspondence_documentwords (document_id, words)
        SELECT w.document_id, w.words FROM correspondence_words_of(wanted) w
        ON CONFLICT (document_id) DO UPDATE SET words = EXCLUDED.words;
    RETURN NULL;
END $$;

CREATE TRIGGER document_entered AFTER INSERT ON correspondence_document
    FOR EACH ROW EXECUTE FUNCTION correspondence_keep_words();
CREATE TRIGGER document_reworded AFTER UPDATE ON correspondence_document
    FOR EACH ROW WHEN ((OLD.agency_id, OLD.direction, OLD.kind, OLD.urgency, OLD.register_id, OLD.notation_key, OLD.number, OLD.abstract, OLD.issuer_name, OLD.signer)
        IS DISTINCT FROM (NEW.agency_id, NEW.direction, NEW.kind, NEW.urgency, NEW.register_id, NEW.notation_key, NEW.number, NEW.abstract, NEW.issuer_name, NEW.signer))
    EXECUTE FUNCTION correspondence_keep_words();
CREATE TRIGGER file_entered AFTER INSERT ON correspondence_documentfile
    FOR EACH ROW WHEN (NEW.read_text <> '') EXECUTE FUNCTION correspondence_keep_words();
CREATE TRIGGER file_read AFTER UPDATE ON correspondence_documentfile
    FOR EACH ROW WHEN (OLD.read_text IS DISTINCT FROM NEW.read_text) EXECUTE FUNCTION correspondence_keep_words();
CREATE TRIGGER file_removed AFTER DELETE ON correspondence_documentfile
    FOR EACH ROW WHEN (OLD.read_text <> '') EXECUTE FUNCTION correspondence_keep_words();

INSERT INTO correspondence_documentwords (document_id, words)
    SELECT w.document_id, w.words FROM correspondence_document d CROSS JOIN LATERAL correspondence_words_of(d.id) w;
"""

BACKWARD = """
DROP TRIGGER file_removed ON correspondence_documentfile;
DROP TRIGGER file_read ON correspondence_documentfile;
DROP TRIGGER file_entered ON correspondence_documentfile;
DROP TRIGGER document_reworded ON correspondence_document;
DROP TRIGGER document_entered ON correspondence_document;
DROP FUNCTION correspondence_keep_words();
DROP FUNCTION correspondence_words_of(uuid);
DROP FUNCTION correspondence_folded(text);
"""


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0001_initial"),
        ("correspondence", "0003_usual_rules"),
        ("organizations", "0003_delegations"),
    ]

    operations = [
        migrations.CreateModel(
            name="DocumentWords",
            fields=[
                (
                    "document",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="found_by",
                        serialize=False,
                        to="correspondence.document",
                    ),
                ),
                ("words", django.contrib.postgres.search.SearchVectorField()),
            ],
        ),
        migrations.CreateModel(
            name="SavedSearch",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=80, verbose_name="tên")),
                ("params", models.JSONField(default=dict, verbose_name="điều kiện")),
                ("is_shared", models.BooleanField(default=False, verbose_name="dùng chung trong phòng")),
                ("is_paused", models.BooleanField(default=False, verbose_name="tạm dừng báo")),
                (
                    "told_since",
                    models.DateTimeField(default=lienthong.kit.clock.now, verbose_name="báo văn bản từ lúc"),
                ),
                ("saved_at", models.DateTimeField(default=lienthong.kit.clock.now)),
                ("run_at", models.DateTimeField(null=True, verbose_name="tìm lần cuối lúc")),
            ],
            options={
                "verbose_name": "tìm kiếm đã lưu",
                "ordering": ["name", "id"],
            },
        ),
        migrations.CreateModel(
            name="SearchHit",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("found_at", models.DateTimeField(default=lienthong.kit.clock.now)),
            ],
            options={
                "ordering": ["-id"],
            },
        ),
        migrations.AddField(
            model_name="document",
            name="returned_at",
            field=models.DateTimeField(null=True, verbose_name="trả lại nơi gửi lúc"),
        ),
        migrations.AddIndex(
            model_name="document",
            index=models.Index(fields=["agency", "-arrived_at", "-id"], name="document_by_time"),
        ),
        migrations.AddIndex(
            model_name="documentwords",
            index=django.contrib.postgres.indexes.GinIndex(fastupdate=True, fields=["words"], name="document_content"),
        ),
        migrations.AddField(
            model_name="savedsearch",
            name="position",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="+", to="organizations.position"
            ),
        ),
        migrations.AddField(
            model_name="searchhit",
            name="document",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="+", to="correspondence.document"
            ),
        ),
        migrations.AddField(
            model_name="searchhit",
            name="search",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="hits", to="correspondence.savedsearch"
            ),
        ),
        migrations.AddIndex(
            model_name="savedsearch",
            index=models.Index(
                models.OrderBy(models.F("run_at"), nulls_first=True),
                models.F("id"),
                condition=models.Q(("is_paused", False)),
                name="search_to_run",
            ),
        ),
        migrations.AddConstraint(
            model_name="savedsearch",
            constraint=models.UniqueConstraint(fields=("position", "name"), name="search_name_once"),
        ),
        migrations.AddConstraint(
            model_name="searchhit",
            constraint=models.UniqueConstraint(fields=("search", "document"), name="search_tells_once"),
        ),
        migrations.RunSQL(FORWARD, BACKWARD),
    ]
