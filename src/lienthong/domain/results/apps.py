from django.apps import AppConfig


class ResultsConfig(AppConfig):
    name = "lienthong.domain.results"
    label = "results"
    verbose_name = "Mẫu kết quả"
    default_auto_field = "django.db.models.BigAutoField"
