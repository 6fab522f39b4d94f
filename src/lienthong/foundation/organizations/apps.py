from django.apps import AppConfig


class OrganizationsConfig(AppConfig):
    name = "lienthong.foundation.organizations"
    label = "organizations"
    verbose_name = "Cơ quan, chức vụ"
    default_auto_field = "django.db.models.BigAutoField"
