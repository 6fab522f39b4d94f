from django.apps import AppConfig


class CopiesConfig(AppConfig):
    name = "lienthong.domain.copies"
    label = "copies"
    verbose_name = "Bản sao điện tử"
    default_auto_field = "django.db.models.BigAutoField"
