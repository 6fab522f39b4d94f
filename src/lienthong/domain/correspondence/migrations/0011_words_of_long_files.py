"""The words of files of hundreds of pages: until here only the first 300,000 letters of a document were found."""

from django.db import migrations

FORWARD = """
-- A text of 3,000,000 letters is about a thousand pages. A vector has no room for more than a megabyte of words: written Vietnamese never
-- fills it, noise may, and then as much of the beginning is taken as fits.
CREATE FUNCTION correspondence_words_in(content text) RETURNS tsvector LANGUAGE plpgsql STABLE PARALLEL SAFE AS $$
DECLARE
    taken int := 3000000;
    found tsvector;
BEGIN
    IF length(content) <= 300000 THEN
        RETURN to_tsvector('simple', correspondence_folded(content));
    END IF;
    WHILE taken > 300000 LOOP
        BEGIN
            found := to_tsvector('simple', correspondence_folded(left(content, taken)));
            IF pg_column_size(found) < 1000000 THEN
                RETURN found;
            END IF;
        EXCEPTION WHEN program_limit_exceeded THEN
            NULL;
        END;
        taken := least(taken, length(content)) / 2;
    END LOOP;
    RETURN to_tsvector('simple', correspondence_folded(left(content, 150000)));
END $$;

CREATE OR REPLACE FUNCTION correspondence_words_of(wanted uuid) RETURNS TABLE (document_id uuid, words tsvector) LANGUAGE sql STABLE AS $$
    SELECT d.id,
        array_to_tsvector(array_remove(ARRAY['=a' || d.agency_id, '=d' || d.direction, '=u' || d.urgency, '=r' || d.register_id,
            '=k' || nullif(d.kind, ''), '=n' || substring(d.notation_key FROM '^[0-9]+'), '=s' || d.number], NULL))
        || setweight(to_tsvector('simple', correspondence_folded(d.notation_key || ' ' || d.abstract)), 'A')
        || setweight(to_tsvector('simple', correspondence_folded(d.issuer_name)), 'B')
        || setweight(to_tsvector('simple', correspondence_folded(d.signer)), 'C')
        || correspondence_words_in(coalesce(
            (SELECT string_agg(left(f.read_text, 3000000), ' ' ORDER BY f.is_main DESC, f.place, f.id)
             FROM correspondence_documentfile f WHERE f.document_id = d.id), ''))
    FROM correspondence_document d WHERE d.id = wanted
$$;

UPDATE correspondence_documentwords kept SET words = fresh.words
    FROM correspondence_documentfile f CROSS JOIN LATERAL correspondence_words_of(f.document_id) fresh
    WHERE length(f.read_text) > 300000 AND kept.document_id = f.document_id;
"""

BACKWARD = """
CREATE OR REPLACE FUNCTION correspondence_words_of(wanted uuid) RETURNS TABLE (document_id uuid, words tsvector) LANGUAGE sql STABLE AS $$
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
DROP FUNCTION correspondence_words_in(text);
"""


class Migration(migrations.Migration):
    dependencies = [("correspondence", "0010_signed_for_another")]

    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
