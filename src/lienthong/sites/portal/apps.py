from django.apps import AppConfig


class PortalConfig(AppConfig):
    name = "lienthong.sites.portal"
    label = "portal"
    verbose_name = "Cổng người dân"
