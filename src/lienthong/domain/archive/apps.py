from django.apps import AppConfig


class ArchiveConfig(AppConfig):
    name = "lienthong.domain.archive"
    label = "archive"
    verbose_name = "Hồ sơ công việc, lưu trữ"
    default_auto_field = "django.db.models.BigAutoField"
