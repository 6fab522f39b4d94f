"""App of the design system (hệ thiết kế)."""

from django.apps import AppConfig


class UiConfig(AppConfig):
    """No tables; templates, template tags and the sources of what browsers load."""

    name = "lienthong.kit.ui"
    label = "ui"
    verbose_name = "Hệ thiết kế"
