from django.apps import AppConfig


class NumberingConfig(AppConfig):
    name = "lienthong.foundation.numbering"
    label = "numbering"
    verbose_name = "Cấp số"
    default_auto_field = "django.db.models.BigAutoField"
