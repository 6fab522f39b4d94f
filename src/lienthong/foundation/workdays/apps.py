from django.apps import AppConfig


class WorkdaysConfig(AppConfig):
    name = "lienthong.foundation.workdays"
    label = "workdays"
    verbose_name = "Ngày làm việc"
    default_auto_field = "django.db.models.BigAutoField"
