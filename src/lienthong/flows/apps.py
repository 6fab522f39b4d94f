from django.apps import AppConfig


class FlowsConfig(AppConfig):
    name = "lienthong.flows"
    label = "flows"
    verbose_name = "Câu chuyện liên hệ thống"
    default_auto_field = "django.db.models.BigAutoField"
