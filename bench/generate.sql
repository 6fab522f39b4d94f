-- One batch of dossiers, numbers first to last, spread over communes, procedures, states and time with the skew of a real province.
-- Reads the tables that bench/generating.py prepares: bench_agency, bench_procedure, bench_place, bench_step.

SELECT setseed(0.42);

CREATE TEMP TABLE bench_dossier AS
WITH drawn AS (
    SELECT number, random() AS a, random() AS b, random() AS c, random() AS d, random() AS e, random() AS f
    FROM generate_series(%(first)s::bigint, %(last)s::bigint) number
), placed AS (
    SELECT drawn.*,
        -- The busiest of 135 communes gets 4.7 of 100 dossiers, the quietest 0.5; the first thousand all lie with the busiest,
        -- so that its specialist has a full page of work at both sizes.
        CASE WHEN number <= 1000 THEN 1 ELSE 1 + floor(power(a, 1.6) * (SELECT count(*) FROM bench_agency))::int END AS agency_rank,
        1 + floor(power(b, 1.8) * (SELECT count(*) FROM bench_procedure))::int AS procedure_rank,
        -- one of ten is open
        CASE WHEN c < 0.003 THEN 'awaiting_payment' WHEN c < 0.023 THEN 'submitted' WHEN c < 0.033 THEN 'supplement'
             WHEN c < 0.093 THEN 'processing' WHEN c < 0.100 THEN 'completed' WHEN c < 0.930 THEN 'returned'
             WHEN c < 0.960 THEN 'rejected' WHEN c < 0.985 THEN 'withdrawn' ELSE 'stopped' END AS state
    FROM drawn
), dated AS (
    SELECT placed.*, c < 0.1 AS is_open,
        date_trunc('day', now()) - CASE WHEN c < 0.1 THEN power(d, 2) * 30 ELSE 5 + e * 725 END * interval '1 day' AS submitted_at
    FROM placed
)
SELECT dated.number, dated.state, dated.is_open, dated.submitted_at, dated.d, dated.e, dated.f,
    a.id AS agency_id, a.identifier, p.procedure_id, p.version_id, p.workflow_id, p.procedure_name, p.search_name, p.requirement, p.requirement_name,
    p.derivation, p.answers, p.steps,
    CASE dated.state WHEN 'processing' THEN 1 + floor(dated.e * (p.steps - 2))::int WHEN 'stopped' THEN 1
        WHEN 'completed' THEN p.steps - 1 WHEN 'returned' THEN p.steps ELSE 0 END AS place,
    uuidv7(dated.submitted_at - clock_timestamp()) AS id,
    uuidv7(dated.submitted_at - clock_timestamp()) AS instance_id,
    uuidv7(dated.submitted_at - clock_timestamp()) AS file_id,
    person.id AS person_id, person.full_name, person.id_number
FROM dated
JOIN bench_agency a ON a.rank = dated.agency_rank
JOIN bench_procedure p ON p.rank = dated.procedure_rank
JOIN accounts_person person ON person.id = (SELECT min(id) FROM accounts_person) + (dated.number * 7919) %% 20000
ORDER BY dated.submitted_at;

INSERT INTO workflows_workflowinstance (id, workflow_id, status, state, started_at, ended_at)
SELECT d.instance_id, d.workflow_id, CASE WHEN d.state = 'returned' THEN 'finished' WHEN d.is_open THEN 'running' ELSE 'cancelled' END,
    p.state, d.submitted_at, CASE WHEN NOT d.is_open THEN d.submitted_at + interval '3 days' END
FROM bench_dossier d JOIN bench_place p ON p.workflow_id = d.workflow_id AND p.place = d.place;

INSERT INTO dossiers_dossier (id, code, version_id, procedure_id, agency_id, reception_agency_id, channel, state, applicant_id, applicant_name,
    applicant_id_last4, phone, email, answers, search_text, fee_amount, fee_paid_at, submitted_at, accepted_at, due_at, original_due_at,
    due_derivation, pauses, completed_at, returned_at, timeliness, reason, workflow_instance, work_begun, result_number, result_fields, reopened)
SELECT id, identifier || '-' || to_char(submitted_at AT TIME ZONE 'Asia/Ho_Chi_Minh', 'YYMMDD') || '-' || lpad(number::text, greatest(4, length(number::text)), '0'),
    version_id, procedure_id, agency_id, agency_id, CASE WHEN f < 0.65 THEN 'online' WHEN f < 0.95 THEN 'counter' ELSE 'post' END, state,
    person_id, full_name, right(id_number, 4), '0905000512', '', answers,
    ' ' || trim(regexp_replace(lower(unaccent(full_name)) || ' ' || search_name || ' ' || lower(identifier) || ' '
        || to_char(submitted_at AT TIME ZONE 'Asia/Ho_Chi_Minh', 'YYMMDD') || ' ' || lpad(number::text, greatest(4, length(number::text)), '0'),
        '[^[:alnum:]]+', ' ', 'g')) || ' ', 0, NULL, submitted_at,
    CASE WHEN place > 0 THEN submitted_at + interval '3 hours' END,
    CASE WHEN place > 0 THEN submitted_at + interval '3 hours' + (1 + d * 14) * interval '1 day' END,
    CASE WHEN place > 0 THEN submitted_at + interval '3 hours' + (1 + d * 14) * interval '1 day' END,
    CASE WHEN place > 0 THEN derivation ELSE '{}' END, '[]',
    CASE WHEN state IN ('completed', 'returned') THEN submitted_at + interval '2 days' END,
    CASE WHEN state = 'returned' THEN submitted_at + interval '3 days' END,
    CASE WHEN state NOT IN ('completed', 'returned') THEN '' WHEN e < 0.05 THEN 'late' WHEN e < 0.4 THEN 'on_time' ELSE 'early' END,
    CASE WHEN state IN ('rejected', 'stopped') THEN 'Hồ sơ không thuộc thẩm quyền giải quyết' ELSE '' END, instance_id, place > 1,
    CASE WHEN state IN ('completed', 'returned') THEN number || '/GXN-UBND' ELSE '' END, '{}', 0
FROM bench_dossier ORDER BY submitted_at;

INSERT INTO dossiers_dossierstep (dossier_id, key, name, kind, role, agency_id, opened_at, due_at, is_paused, finished_at, finished_by_name,
    outcome, note)
SELECT d.id, s.key, s.name, s.kind, s.role, d.agency_id, d.submitted_at + s.place * interval '5 hours',
    CASE WHEN s.place = d.place AND d.is_open THEN date_trunc('day', now()) + (d.f * 8 - 2) * interval '1 day'
         ELSE d.submitted_at + (s.place + 1) * interval '8 hours' END,
    s.place = d.place AND d.state IN ('awaiting_payment', 'supplement'),
    CASE WHEN s.place < d.place OR NOT d.is_open THEN d.submitted_at + (s.place + 1) * interval '5 hours' END,
    CASE WHEN s.place < d.place OR NOT d.is_open THEN 'Lê Văn Dũng' ELSE '' END,
    CASE WHEN s.place < d.place THEN 'done' WHEN d.is_open THEN '' ELSE 'cancelled' END, ''
FROM bench_dossier d JOIN bench_step s ON s.workflow_id = d.workflow_id AND s.place <= d.place
ORDER BY d.submitted_at, s.place;

INSERT INTO dossiers_turn (dossier_id, number, at, until, verb, state, was_state, holder_id, was_holder_id, is_child, was_child, due_at, timeliness,
    spent, procedure_id, channel, corrected_reason, corrected_by_name)
WITH marks AS (
    SELECT d.id, 1 AS number, submitted_at AS at, 'submit_dossier' AS verb,
        CASE state WHEN 'awaiting_payment' THEN state ELSE 'submitted' END AS state, 0 AS spent FROM bench_dossier d
    UNION ALL SELECT id, 2, submitted_at + interval '3 hours', 'accept_dossier', 'processing', 0 FROM bench_dossier WHERE place > 0
    UNION ALL SELECT id, 2, submitted_at + interval '4 hours', 'request_supplement', state, 0 FROM bench_dossier WHERE state = 'supplement'
    UNION ALL SELECT id, 2, submitted_at + interval '5 hours', 'reject_dossier', state, 0 FROM bench_dossier WHERE state = 'rejected'
    UNION ALL SELECT id, 2, submitted_at + interval '6 hours', 'withdraw_dossier', state, 0 FROM bench_dossier WHERE state = 'withdrawn'
    UNION ALL SELECT id, 3, submitted_at + interval '1 day', 'approve_stop', state, 75600 FROM bench_dossier WHERE state = 'stopped'
    UNION ALL SELECT id, 3, submitted_at + interval '2 days', 'complete_step', 'completed', 162000 FROM bench_dossier
        WHERE state IN ('completed', 'returned')
    UNION ALL SELECT id, 4, submitted_at + interval '3 days', 'return_result', state, 162000 FROM bench_dossier WHERE state = 'returned'
)
SELECT m.id, m.number, m.at, lead(m.at) OVER line, m.verb, m.state, coalesce(lag(m.state) OVER line, ''), d.agency_id,
    CASE WHEN m.number > 1 THEN d.agency_id END, false, false, CASE WHEN m.number > 1 THEN d.due_at END,
    CASE WHEN m.state IN ('completed', 'returned') THEN d.timeliness ELSE '' END, m.spent, d.procedure_id, d.channel, '', ''
FROM marks m JOIN bench_dossier b ON b.id = m.id JOIN dossiers_dossier d ON d.id = m.id
WINDOW line AS (PARTITION BY m.id ORDER BY m.number)
ORDER BY m.at;

INSERT INTO files_storedfile (id, name, media_type, size, sha256, pages, path, purpose, created_at)
SELECT file_id, 'giay-to-' || number || '.pdf', 'application/pdf', 180000 + number %% 70000, encode(sha256(file_id::text::bytea), 'hex'), 2,
    'generated/' || file_id, 'paper', submitted_at
FROM bench_dossier ORDER BY submitted_at;

INSERT INTO dossiers_dossierpaper (dossier_id, requirement_key, name, source, file_id, added_at)
SELECT id, requirement, requirement_name, 'upload', file_id, submitted_at FROM bench_dossier ORDER BY submitted_at;

INSERT INTO audit_auditentry (at, verb, subject_type, subject_id, actor_name, position_title, agency_id, details)
SELECT d.submitted_at + s.place * interval '5 hours', CASE s.place WHEN 0 THEN 'submit_dossier' WHEN 1 THEN 'accept_dossier' ELSE 'complete_step' END,
    'dossier', d.id::text, CASE s.place WHEN 0 THEN d.full_name ELSE 'Lê Văn Dũng' END, '', d.agency_id, jsonb_build_object('step', s.key)
FROM bench_dossier d JOIN bench_step s ON s.workflow_id = d.workflow_id AND s.place <= d.place
ORDER BY d.submitted_at, s.place;

DROP TABLE bench_dossier;
