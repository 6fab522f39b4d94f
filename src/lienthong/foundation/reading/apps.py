"""Reading (đọc văn bản)."""

from django.apps import AppConfig


class ReadingConfig(AppConfig):
    name = "lienthong.foundation.reading"
    label = "reading"
    verbose_name = "Đọc văn bản"
    default_auto_field = "django.db.models.BigAutoField"
