from django.apps import AppConfig


class EformsConfig(AppConfig):
    name = "lienthong.domain.eforms"
    label = "eforms"
    verbose_name = "Mẫu đơn, tờ khai điện tử"
    default_auto_field = "django.db.models.BigAutoField"
