from django.apps import AppConfig


class WorkplaceConfig(AppConfig):
    name = "lienthong.sites.workplace"
    label = "workplace"
    verbose_name = "Nơi làm việc"
