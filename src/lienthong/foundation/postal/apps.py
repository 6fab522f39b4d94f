"""Post (bưu chính công ích)."""

from django.apps import AppConfig


class PostalConfig(AppConfig):
    name = "lienthong.foundation.postal"
    label = "postal"
    verbose_name = "Bưu chính công ích"
    default_auto_field = "django.db.models.BigAutoField"
