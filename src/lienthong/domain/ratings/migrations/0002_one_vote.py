"""One dossier, one vote; who was asked, what the office answered, low ratings that are looked into, devices at the counter."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import lienthong.domain.ratings.models
import lienthong.kit.clock

# Of several answers about one dossier the last one counted before, and stays.
ONE_VOTE = """
DELETE FROM ratings_rating r USING ratings_rating later
WHERE later.subject_type = r.subject_type AND later.subject_id = r.subject_id AND (later.rated_at, later.id) > (r.rated_at, r.id)
"""


class Migration(migrations.Migration):
    dependencies = [
        ("organizations", "0003_delegations"),
        ("ratings", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RunSQL(ONE_VOTE, migrations.RunSQL.noop),
        migrations.CreateModel(
            name="Asking",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "token",
                    models.CharField(default=lienthong.domain.ratings.models.new_token, max_length=32, unique=True),
                ),
                ("subject_type", models.CharField(max_length=40)),
                ("subject_id", models.CharField(max_length=40)),
                ("label", models.CharField(max_length=60, verbose_name="mã hồ sơ")),
                ("matter", models.CharField(max_length=300, verbose_name="thủ tục")),
                ("asked_at", models.DateTimeField(default=lienthong.kit.clock.now, verbose_name="mời lúc")),
                ("closes_at", models.DateTimeField(verbose_name="nhận đến")),
            ],
            options={
                "verbose_name": "lời mời đánh giá",
            },
        ),
        migrations.CreateModel(
            name="Device",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=40, verbose_name="tên")),
                (
                    "token",
                    models.CharField(default=lienthong.domain.ratings.models.new_token, max_length=32, unique=True),
                ),
                ("asks_until", models.DateTimeField(null=True)),
            ],
            options={
                "verbose_name": "máy đánh giá",
                "ordering": ["name"],
            },
        ),
        migrations.CreateModel(
            name="FollowUp",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "state",
                    models.CharField(
                        choices=[("open", "Chờ xem xét"), ("closed", "Đã xem xét")], default="open", max_length=10
                    ),
                ),
                ("opened_at", models.DateTimeField(default=lienthong.kit.clock.now)),
                ("due_at", models.DateTimeField(verbose_name="xem xét trước")),
                ("finding", models.TextField(blank=True, verbose_name="kết quả xem xét")),
                ("closed_at", models.DateTimeField(null=True)),
                ("closed_by_name", models.CharField(blank=True, max_length=160)),
                ("told_up_at", models.DateTimeField(null=True, verbose_name="báo cấp trên lúc")),
            ],
            options={
                "verbose_name": "xem xét đánh giá thấp",
            },
        ),
        migrations.AlterModelOptions(
            name="rating",
            options={"verbose_name": "đánh giá"},
        ),
        migrations.RemoveConstraint(
            model_name="rating",
            name="rating_once_per_account",
        ),
        migrations.RemoveIndex(
            model_name="rating",
            name="ratings_rat_agency__e29cab_idx",
        ),
        migrations.AddField(
            model_name="rating",
            name="answers",
            field=models.JSONField(default=dict, verbose_name="từng mặt, 1 đến 5"),
        ),
        migrations.AddField(
            model_name="rating",
            name="label",
            field=models.CharField(blank=True, max_length=60, verbose_name="mã hồ sơ"),
        ),
        migrations.AddField(
            model_name="rating",
            name="matter",
            field=models.CharField(blank=True, max_length=300, verbose_name="thủ tục"),
        ),
        migrations.AddField(
            model_name="rating",
            name="replied_at",
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name="rating",
            name="replied_by_name",
            field=models.CharField(blank=True, max_length=160),
        ),
        migrations.AddField(
            model_name="rating",
            name="reply",
            field=models.TextField(blank=True, verbose_name="trả lời"),
        ),
        migrations.AddField(
            model_name="rating",
            name="survey",
            field=models.CharField(blank=True, max_length=20, verbose_name="mẫu phiếu"),
        ),
        migrations.AddField(
            model_name="rating",
            name="way",
            field=models.CharField(
                choices=[("account", "Trang hồ sơ"), ("link", "Đường dẫn trong thư"), ("device", "Máy tại quầy")],
                default="account",
                max_length=10,
            ),
        ),
        migrations.AlterField(
            model_name="rating",
            name="account",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AlterField(
            model_name="rating",
            name="agency",
            field=models.ForeignKey(
                db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="organizations.agency"
            ),
        ),
        migrations.AddIndex(
            model_name="rating",
            index=models.Index(fields=["agency", "-rated_at", "-id"], name="rating_of_agency"),
        ),
        migrations.AddIndex(
            model_name="rating",
            index=models.Index(fields=["rated_at"], name="rating_by_time"),
        ),
        migrations.AddIndex(
            model_name="rating",
            index=models.Index(
                condition=models.Q(models.Q(("comment", ""), _negated=True), ("replied_at__isnull", True)),
                fields=["agency", "-rated_at", "-id"],
                name="rating_to_answer",
            ),
        ),
        migrations.AddConstraint(
            model_name="rating",
            constraint=models.UniqueConstraint(fields=("subject_type", "subject_id"), name="rated_once"),
        ),
        migrations.AddField(
            model_name="asking",
            name="agency",
            field=models.ForeignKey(
                db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="organizations.agency"
            ),
        ),
        migrations.AddField(
            model_name="device",
            name="agency",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="+", to="organizations.agency"
            ),
        ),
        migrations.AddField(
            model_name="device",
            name="asking",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.SET_NULL, related_name="+", to="ratings.asking"
            ),
        ),
        migrations.AddField(
            model_name="followup",
            name="agency",
            field=models.ForeignKey(
                db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="organizations.agency"
            ),
        ),
        migrations.AddField(
            model_name="followup",
            name="rating",
            field=models.OneToOneField(
                on_delete=django.db.models.deletion.PROTECT, related_name="follow_up", to="ratings.rating"
            ),
        ),
        migrations.AddConstraint(
            model_name="asking",
            constraint=models.UniqueConstraint(fields=("subject_type", "subject_id"), name="asked_once"),
        ),
        migrations.AddConstraint(
            model_name="device",
            constraint=models.UniqueConstraint(fields=("agency", "name"), name="device_name_once_per_agency"),
        ),
        migrations.AddIndex(
            model_name="followup",
            index=models.Index(
                condition=models.Q(("state", "open")), fields=["agency", "due_at", "id"], name="follow_up_open"
            ),
        ),
        migrations.AddIndex(
            model_name="followup",
            index=models.Index(
                condition=models.Q(("state", "open"), ("told_up_at__isnull", True)),
                fields=["due_at"],
                name="follow_up_untold",
            ),
        ),
    ]
