from django.apps import AppConfig


class DecisionsConfig(AppConfig):
    name = "lienthong.foundation.decisions"
    label = "decisions"
    verbose_name = "Bảng quyết định"
    default_auto_field = "django.db.models.BigAutoField"
