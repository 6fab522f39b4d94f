from django.apps import AppConfig


class EligibilityConfig(AppConfig):
    name = "lienthong.domain.eligibility"
    label = "eligibility"
    verbose_name = "Kiểm tra điều kiện"
    default_auto_field = "django.db.models.BigAutoField"
