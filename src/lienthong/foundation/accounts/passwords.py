"""Rules of passwords, in Vietnamese (quy tắc mật khẩu). Length and a list of common ones; no forced symbols (NIST SP 800-63B)."""

from typing import Any

from django.contrib.auth.password_validation import CommonPasswordValidator, MinimumLengthValidator
from django.core.exceptions import ValidationError


class LongEnough(MinimumLengthValidator):
    """At least `min_length` characters."""

    def validate(self, password: str, user: Any = None) -> None:
        """Raise ValidationError with what was found and what is needed."""
        del user
        if len(password) < self.min_length:
            raise ValidationError(
                f"Mật khẩu có {len(password)} ký tự. Cần ít nhất {self.min_length} ký tự.", code="password_too_short"
            )

    def get_help_text(self) -> str:
        """The rule in a sentence."""
        return f"Ít nhất {self.min_length} ký tự."


class NotCommon(CommonPasswordValidator):
    """Not one of the 20,000 passwords that are tried first."""

    def get_error_message(self) -> str:
        """What is wrong and the way out."""
        return "Mật khẩu này rất nhiều người dùng nên dễ bị đoán. Ghép thêm vài từ."

    def get_help_text(self) -> str:
        """The rule in a sentence."""
        return "Không dùng mật khẩu phổ biến."
