from django.apps import AppConfig


class DraftsConfig(AppConfig):
    name = "lienthong.domain.drafts"
    label = "drafts"
    verbose_name = "Dự thảo văn bản"
    default_auto_field = "django.db.models.BigAutoField"
