from django.apps import AppConfig


class ConfigConfig(AppConfig):
    name = "lienthong.config"
    label = "config"
    verbose_name = "Cấu hình"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Movers need models, so they are registered when all apps are there."""
        from lienthong.config.reorganizing import register_movers

        register_movers()
