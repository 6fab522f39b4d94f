from django.apps import AppConfig


class ScansConfig(AppConfig):
    name = "lienthong.domain.scans"
    label = "scans"
    verbose_name = "Quét theo lô"
    default_auto_field = "django.db.models.BigAutoField"
