from django.apps import AppConfig


class LatenessConfig(AppConfig):
    name = "lienthong.domain.lateness"
    label = "lateness"
    verbose_name = "Trễ hạn"
    default_auto_field = "django.db.models.BigAutoField"
