from django.apps import AppConfig


class RatingsConfig(AppConfig):
    name = "lienthong.domain.ratings"
    label = "ratings"
    verbose_name = "Mức độ hài lòng"
    default_auto_field = "django.db.models.BigAutoField"
