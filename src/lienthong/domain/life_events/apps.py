from django.apps import AppConfig


class LifeEventsConfig(AppConfig):
    name = "lienthong.domain.life_events"
    label = "life_events"
    verbose_name = "Sự kiện đời sống"
