"""The ledger of turns, and the turns of dossiers that are older than it, read from their papers and records."""

import django.db.models.deletion
from django.db import migrations, models

import lienthong.kit.clock

# Best effort, once: when a due date moved is not known for the time before the ledger, so the last one stands in every turn.
OF_OLD = """
INSERT INTO dossiers_turn (dossier_id, number, at, until, verb, state, was_state, holder_id, was_holder_id, is_child, was_child, due_at,
    timeliness, spent, procedure_id, channel, corrected_reason, corrected_by_name)
WITH acts AS (
    SELECT a.id, d.id AS dossier_id, a.at, a.verb, a.details
    FROM audit_auditentry a JOIN dossiers_dossier d ON a.subject_id = d.id::text
    WHERE a.subject_type = 'dossier'
      AND a.verb IN ('follow_agency', 'reject_dossier', 'withdraw_dossier', 'approve_stop', 'close_dossier', 'recall_referral')
), followed AS (
    SELECT dossier_id, at, (details ->> 'from')::bigint AS from_id,
        lead((details ->> 'from')::bigint) OVER (PARTITION BY dossier_id ORDER BY id) AS next_id,
        row_number() OVER (PARTITION BY dossier_id ORDER BY id) AS place
    FROM acts WHERE verb = 'follow_agency'
), marks (dossier_id, at, rank, verb, state, holder_id, timeliness) AS (
    SELECT d.id, d.submitted_at, 0, 'submit_dossier', 'submitted', coalesce(f.from_id, d.agency_id), ''
    FROM dossiers_dossier d LEFT JOIN followed f ON f.dossier_id = d.id AND f.place = 1
    UNION ALL SELECT d.id, d.accepted_at, 1, 'accept_dossier', 'processing', NULL, '' FROM dossiers_dossier d WHERE d.accepted_at IS NOT NULL
    UNION ALL SELECT s.dossier_id, s.requested_at, 2, 'request_supplement', 'supplement', NULL, '' FROM dossiers_supplementrequest s
    UNION ALL SELECT s.dossier_id, s.answered_at, 2, 'send_supplement',
        CASE WHEN d.accepted_at <= s.answered_at THEN 'processing' ELSE 'submitted' END, NULL, ''
        FROM dossiers_supplementrequest s JOIN dossiers_dossier d ON d.id = s.dossier_id WHERE s.answered_at IS NOT NULL
    UNION ALL SELECT h.dossier_id, h.began_at, 2, CASE h.kind WHEN 'duty' THEN 'ask_duty' ELSE 'pause_dossier' END,
        CASE h.kind WHEN 'duty' THEN 'duty' ELSE 'paused' END, NULL, '' FROM dossiers_halt h
    UNION ALL SELECT h.dossier_id, h.ended_at, 2, 'end_pause', 'processing', NULL, '' FROM dossiers_halt h WHERE h.ended_at IS NOT NULL
    UNION ALL SELECT p.dossier_id, (p.details ->> 'completed_at')::timestamptz, 3, 'complete_step', 'completed', NULL,
        coalesce(p.details ->> 'timeliness', '')
        FROM dossiers_proposal p WHERE p.kind = 'reopen' AND p.state = 'approved' AND coalesce(p.details ->> 'completed_at', '') <> ''
    UNION ALL SELECT p.dossier_id, (p.details ->> 'returned_at')::timestamptz, 4, 'return_result', 'returned', NULL,
        coalesce(p.details ->> 'timeliness', '')
        FROM dossiers_proposal p WHERE p.kind = 'reopen' AND p.state = 'approved' AND coalesce(p.details ->> 'returned_at', '') <> ''
    UNION ALL SELECT p.dossier_id, p.decided_at, 6, 'approve_reopen', 'processing', p.agency_id, ''
        FROM dossiers_proposal p WHERE p.kind = 'reopen' AND p.state = 'approved'
    UNION ALL SELECT d.id, d.completed_at, 3, 'complete_step', 'completed', NULL, d.timeliness
        FROM dossiers_dossier d WHERE d.completed_at IS NOT NULL
    UNION ALL SELECT d.id, d.returned_at, 4, 'return_result', 'returned', NULL, d.timeliness
        FROM dossiers_dossier d WHERE d.returned_at IS NOT NULL
    UNION ALL SELECT a.dossier_id, a.at, 5, a.verb, CASE a.verb WHEN 'reject_dossier' THEN 'rejected' WHEN 'withdraw_dossier' THEN 'withdrawn'
        WHEN 'approve_stop' THEN 'stopped' ELSE 'closed' END, NULL, CASE a.verb WHEN 'close_dossier' THEN d.timeliness ELSE '' END
        FROM acts a JOIN dossiers_dossier d ON d.id = a.dossier_id WHERE a.verb NOT IN ('follow_agency', 'recall_referral')
    UNION ALL SELECT r.dossier_id, r.sent_at, 2, 'refer_dossier', NULL, r.agency_id, NULL FROM dossiers_referral r WHERE r.kind = 'handover'
    UNION ALL SELECT r.dossier_id, r.answered_at, 2, 'answer_referral', NULL, r.from_agency_id, NULL
        FROM dossiers_referral r WHERE r.kind = 'handover' AND r.answered_at IS NOT NULL
    UNION ALL SELECT a.dossier_id, a.at, 2, a.verb, NULL, r.from_agency_id, NULL
        FROM acts a JOIN dossiers_referral r ON a.verb = 'recall_referral' AND r.id = (a.details ->> 'referral')::bigint AND r.kind = 'handover'
    UNION ALL SELECT f.dossier_id, f.at, 2, 'follow_agency', NULL, coalesce(f.next_id, d.agency_id), NULL
        FROM followed f JOIN dossiers_dossier d ON d.id = f.dossier_id
), filled AS (
    SELECT m.dossier_id, m.at, m.rank, m.verb,
        (array_remove(array_agg(m.state) OVER past, NULL))[array_upper(array_remove(array_agg(m.state) OVER past, NULL), 1)] AS state,
        (array_remove(array_agg(m.holder_id) OVER past, NULL))[array_upper(array_remove(array_agg(m.holder_id) OVER past, NULL), 1)] AS holder_id,
        (array_remove(array_agg(m.timeliness) OVER past, NULL))[array_upper(array_remove(array_agg(m.timeliness) OVER past, NULL), 1)] AS timeliness
    FROM marks m WINDOW past AS (PARTITION BY m.dossier_id ORDER BY m.at, m.rank ROWS UNBOUNDED PRECEDING)
), closing AS (
    SELECT DISTINCT ON (dossier_id) dossier_id, at, state, holder_id, timeliness FROM filled ORDER BY dossier_id, at DESC, rank DESC
), whole AS (
    SELECT dossier_id, at, rank, verb, state, holder_id, timeliness FROM filled
    -- What none of the papers tells: a fee not paid yet, an agency given otherwise.
    UNION ALL SELECT d.id, greatest(c.at, now()), 9, 'opening_entry', d.state, coalesce(r.agency_id, d.agency_id), d.timeliness
        FROM closing c JOIN dossiers_dossier d ON d.id = c.dossier_id
        LEFT JOIN dossiers_referral r ON r.dossier_id = d.id AND r.kind = 'handover' AND r.state = 'open'
), compared AS (
    SELECT w.*, lag(state) OVER line AS was_state, lag(holder_id) OVER line AS was_holder_id, lag(timeliness) OVER line AS was_timeliness
    FROM whole w WINDOW line AS (PARTITION BY w.dossier_id ORDER BY w.at, w.rank)
), kept AS (
    SELECT * FROM compared
    WHERE (state, holder_id, timeliness) IS DISTINCT FROM (was_state, was_holder_id, was_timeliness)
), spans AS (
    SELECT k.*, row_number() OVER line AS number, lead(k.at) OVER line AS until,
        sum(CASE WHEN k.verb = 'approve_reopen' THEN 1 ELSE 0 END) OVER line AS run
    FROM kept k WINDOW line AS (PARTITION BY k.dossier_id ORDER BY k.at, k.rank)
)
SELECT s.dossier_id, s.number, s.at, s.until, s.verb, s.state, coalesce(s.was_state, ''), s.holder_id, s.was_holder_id,
    d.parent_id IS NOT NULL, d.parent_id IS NOT NULL AND s.number > 1,
    CASE WHEN d.accepted_at <= s.at THEN d.due_at END, s.timeliness,
    coalesce(sum(CASE WHEN s.state = 'processing' THEN greatest(0, extract(epoch FROM s.until - s.at)) ELSE 0 END)
        OVER (PARTITION BY s.dossier_id, s.run ORDER BY s.number ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING), 0)::bigint,
    d.procedure_id, d.channel, '', ''
FROM spans s JOIN dossiers_dossier d ON d.id = s.dossier_id
WHERE NOT EXISTS (SELECT 1 FROM dossiers_turn t WHERE t.dossier_id = s.dossier_id)
"""


class Migration(migrations.Migration):
    dependencies = [
        ("audit", "0002_append_only"),
        ("dossiers", "0006_referrals"),
        ("organizations", "0002_reorganizations"),
        ("procedures", "0009_catalogue_imports"),
    ]

    operations = [
        migrations.CreateModel(
            name="Turn",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.PositiveIntegerField(verbose_name="thứ tự")),
                ("at", models.DateTimeField(default=lienthong.kit.clock.now, verbose_name="từ lúc")),
                ("until", models.DateTimeField(null=True, verbose_name="đến lúc")),
                ("verb", models.CharField(max_length=60, verbose_name="việc làm")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("awaiting_payment", "Chờ nộp phí, lệ phí"),
                            ("submitted", "Mới nộp"),
                            ("supplement", "Cần bổ sung"),
                            ("processing", "Đang xử lý"),
                            ("completed", "Đã có kết quả"),
                            ("returned", "Đã trả kết quả"),
                            ("rejected", "Từ chối"),
                            ("withdrawn", "Đã rút"),
                            ("stopped", "Dừng giải quyết"),
                            ("paused", "Tạm dừng giải quyết"),
                            ("duty", "Chờ thực hiện nghĩa vụ tài chính"),
                            ("closed", "Đã kết thúc"),
                        ],
                        max_length=20,
                    ),
                ),
                (
                    "was_state",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("awaiting_payment", "Chờ nộp phí, lệ phí"),
                            ("submitted", "Mới nộp"),
                            ("supplement", "Cần bổ sung"),
                            ("processing", "Đang xử lý"),
                            ("completed", "Đã có kết quả"),
                            ("returned", "Đã trả kết quả"),
                            ("rejected", "Từ chối"),
                            ("withdrawn", "Đã rút"),
                            ("stopped", "Dừng giải quyết"),
                            ("paused", "Tạm dừng giải quyết"),
                            ("duty", "Chờ thực hiện nghĩa vụ tài chính"),
                            ("closed", "Đã kết thúc"),
                        ],
                        max_length=20,
                    ),
                ),
                ("is_child", models.BooleanField(default=False, verbose_name="hồ sơ con")),
                ("was_child", models.BooleanField(default=False)),
                ("due_at", models.DateTimeField(null=True, verbose_name="hẹn trả")),
                (
                    "timeliness",
                    models.CharField(
                        blank=True,
                        choices=[("early", "Trước hạn"), ("on_time", "Đúng hạn"), ("late", "Quá hạn")],
                        max_length=10,
                    ),
                ),
                ("spent", models.BigIntegerField(default=0, verbose_name="giây đã giải quyết")),
                (
                    "channel",
                    models.CharField(
                        choices=[("counter", "Trực tiếp"), ("online", "Trực tuyến"), ("post", "Bưu chính công ích")],
                        max_length=10,
                    ),
                ),
                ("corrected_from", models.DateTimeField(null=True, verbose_name="thời điểm ghi lúc đầu")),
                ("corrected_reason", models.TextField(blank=True, verbose_name="lý do đính chính")),
                ("corrected_by_name", models.CharField(blank=True, max_length=160)),
                (
                    "dossier",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="turns",
                        to="dossiers.dossier",
                    ),
                ),
                (
                    "holder",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="organizations.agency",
                        verbose_name="cơ quan đang giữ",
                    ),
                ),
                (
                    "procedure",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="procedures.procedure",
                    ),
                ),
                (
                    "was_holder",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="organizations.agency",
                    ),
                ),
            ],
            options={
                "verbose_name": "biến động hồ sơ",
                "ordering": ["dossier", "number"],
                "indexes": [
                    models.Index(fields=["at"], name="turn_by_time"),
                    models.Index(
                        condition=models.Q(
                            (
                                "state__in",
                                ("awaiting_payment", "submitted", "supplement", "processing", "paused", "duty"),
                            )
                        ),
                        fields=["until"],
                        name="turn_standing",
                    ),
                ],
                "constraints": [models.UniqueConstraint(fields=("dossier", "number"), name="turn_number_once")],
            },
        ),
        migrations.RunSQL(OF_OLD, migrations.RunSQL.noop),
    ]
