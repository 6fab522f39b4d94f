from django.apps import AppConfig


class CorrespondenceConfig(AppConfig):
    name = "lienthong.domain.correspondence"
    label = "correspondence"
    verbose_name = "Văn bản đến, văn bản đi"
    default_auto_field = "django.db.models.BigAutoField"
