"""Verbs on registers."""

from lienthong.foundation.registers.services.asking import Concern, look_up

__all__ = ["Concern", "look_up"]
