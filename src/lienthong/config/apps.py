from django.apps import AppConfig


class ConfigConfig(AppConfig):
    name = "lienthong.config"
    label = "config"
    verbose_name = "Cấu hình"
    default_auto_field = "django.db.models.BigAutoField"
