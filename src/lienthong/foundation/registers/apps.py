"""Registers (cơ sở dữ liệu quốc gia)."""

from django.apps import AppConfig


class RegistersConfig(AppConfig):
    name = "lienthong.foundation.registers"
    label = "registers"
    verbose_name = "Tra cứu cơ sở dữ liệu"
    default_auto_field = "django.db.models.BigAutoField"
