from django.apps import AppConfig


class DeclarationsConfig(AppConfig):
    name = "lienthong.domain.declarations"
    label = "declarations"
    verbose_name = "Tờ khai"
    default_auto_field = "django.db.models.BigAutoField"
