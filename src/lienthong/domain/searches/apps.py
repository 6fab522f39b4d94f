from django.apps import AppConfig


class SearchesConfig(AppConfig):
    name = "lienthong.domain.searches"
    label = "searches"
    verbose_name = "Tìm mà không thấy"
