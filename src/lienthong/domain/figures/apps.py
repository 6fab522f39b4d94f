from django.apps import AppConfig


class FiguresConfig(AppConfig):
    name = "lienthong.domain.figures"
    label = "figures"
    verbose_name = "Số liệu công khai"
    default_auto_field = "django.db.models.BigAutoField"
