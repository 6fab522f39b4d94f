from django.apps import AppConfig


class ComparisonsConfig(AppConfig):
    name = "lienthong.domain.comparisons"
    label = "comparisons"
    verbose_name = "Đối soát danh mục"
    default_auto_field = "django.db.models.BigAutoField"
