from django.apps import AppConfig


class TicketsConfig(AppConfig):
    name = "lienthong.domain.tickets"
    label = "tickets"
    verbose_name = "Lấy số, đặt lịch hẹn"
    default_auto_field = "django.db.models.BigAutoField"
