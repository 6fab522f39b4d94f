"""Shapes of the sign-in pages (biểu mẫu đăng nhập, đăng ký). allauth's forms with our words and no placeholders."""

from typing import Any

from allauth.account import forms as account
from allauth.mfa.base.forms import AuthenticateForm
from allauth.mfa.base.forms import ReauthenticateForm as ReauthenticateByCodeForm
from allauth.mfa.totp.forms import ActivateTOTPForm
from allauth.mfa.webauthn.forms import AddWebAuthnForm
from django import forms
from django.core.exceptions import ValidationError

from lienthong.foundation.accounts.errors import id_number_problem
from lienthong.kit.text_vi import clean

GOOD_CHOICE_HINT = "Ít nhất 10 ký tự. Nên dùng vài từ dễ nhớ ghép lại, không dùng ngày sinh hay số điện thoại."
CODE_HINT = "Mã trong thư vừa gửi, dùng được trong 15 phút."


def _word(form: forms.Form, name: str, label: str, hint: str = "", required: str = "") -> None:
    field = form.fields[name]
    field.label = label
    field.help_text = hint
    field.widget.attrs.pop("placeholder", None)
    field.error_messages["required"] = required or f"Nhập {label[0].lower()}{label[1:]}."
    field.error_messages["invalid"] = "Địa chỉ thư điện tử chưa đúng dạng. Ví dụ: ten@gmail.com."


def _say_when_they_differ(form: forms.Form) -> None:
    typed = form.data.get("password2", "")
    if "password2" in form.errors and typed and typed != form.data.get("password1"):
        form.errors["password2"] = form.error_class(["Hai lần nhập chưa giống nhau. Nhập lại mật khẩu mới."])


class SignInForm(account.LoginForm):
    """Đăng nhập."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _word(self, "login", "Tên đăng nhập hoặc thư điện tử", "Ví dụ: ten.ho@gialai.gov.vn")
        _word(self, "password", "Mật khẩu")
        self.fields["login"].widget.attrs["autocomplete"] = "username"


class SignUpForm(account.SignupForm):
    """Đăng ký tài khoản người dân."""

    full_name = forms.CharField(
        label="Họ, chữ đệm và tên",
        help_text="Ghi như trên thẻ căn cước. Ví dụ: Nguyễn Văn An, Rơ Châm H’Linh",
        max_length=120,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
        error_messages={
            "required": "Nhập họ, chữ đệm và tên.",
            "max_length": "Tên dài %(show_value)s ký tự. Tên có nhiều nhất %(limit_value)s ký tự.",
        },
    )
    id_number = forms.CharField(
        label="Số định danh cá nhân",
        help_text="12 chữ số in trên thẻ căn cước",
        max_length=20,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off", "class": "lt-input--12"}),
        error_messages={
            "required": "Nhập số định danh cá nhân.",
            "max_length": "Có %(show_value)s ký tự. Số định danh cá nhân có 12 chữ số, in trên thẻ căn cước.",
        },
    )
    field_order = ("full_name", "id_number", "email", "password1")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _word(self, "email", "Thư điện tử", "Mã xác thực và thông báo về hồ sơ được gửi đến địa chỉ này.")
        _word(self, "password1", "Mật khẩu", GOOD_CHOICE_HINT)

    def clean_full_name(self) -> str:
        """NFC, one space between words."""
        return clean(self.cleaned_data["full_name"])

    def clean_id_number(self) -> str:
        """Twelve digits; spaces people type for legibility are dropped."""
        found = "".join(self.cleaned_data["id_number"].split())
        problem = id_number_problem(found)
        if problem:
            raise ValidationError(problem)
        return found


class SetPasswordForm(account.SetPasswordForm):
    """Đặt mật khẩu cho tài khoản VNeID."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _word(self, "password1", "Mật khẩu", GOOD_CHOICE_HINT)
        _word(self, "password2", "Nhập lại mật khẩu")

    def clean(self) -> dict[str, Any]:
        """allauth's check, in our words."""
        cleaned: dict[str, Any] = super().clean()
        _say_when_they_differ(self)
        return cleaned


class EmailCodeForm(account.ConfirmEmailVerificationCodeForm):
    """Mã xác thực thư điện tử."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _word(self, "code", "Mã xác thực", CODE_HINT)


class ResetCodeForm(account.ConfirmPasswordResetCodeForm):
    """Mã đặt lại mật khẩu."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _word(self, "code", "Mã đặt lại mật khẩu", CODE_HINT)


class ResetPasswordForm(account.ResetPasswordForm):
    """Quên mật khẩu."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _word(self, "email", "Thư điện tử", "Địa chỉ đã dùng khi đăng ký, hoặc thư công vụ.")


class NewPasswordForm(account.ResetPasswordKeyForm):
    """Mật khẩu mới sau khi nhập mã."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _word(self, "password1", "Mật khẩu mới", GOOD_CHOICE_HINT)
        _word(self, "password2", "Nhập lại mật khẩu mới")

    def clean(self) -> dict[str, Any]:
        """allauth's check, in our words."""
        cleaned: dict[str, Any] = super().clean()
        _say_when_they_differ(self)
        return cleaned


class ChangePasswordForm(account.ChangePasswordForm):
    """Đổi mật khẩu."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _word(self, "oldpassword", "Mật khẩu hiện tại")
        _word(self, "password1", "Mật khẩu mới", GOOD_CHOICE_HINT)
        _word(self, "password2", "Nhập lại mật khẩu mới")

    def clean(self) -> dict[str, Any]:
        """allauth's check, in our words."""
        cleaned: dict[str, Any] = super().clean()
        _say_when_they_differ(self)
        return cleaned


class ReauthenticateForm(account.ReauthenticateForm):
    """Nhập lại mật khẩu trước việc quan trọng."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _word(self, "password", "Mật khẩu")


class SecondFactorForm(AuthenticateForm):
    """Mã của lớp xác thực thứ hai."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _word(self, "code", "Mã xác thực", "6 chữ số trong ứng dụng xác thực, hoặc một mã dự phòng.")


class SecondFactorAgainForm(ReauthenticateByCodeForm):
    """Mã của lớp xác thực thứ hai, trước việc quan trọng."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _word(self, "code", "Mã xác thực", "6 chữ số trong ứng dụng xác thực, hoặc một mã dự phòng.")


class ActivateTotpForm(ActivateTOTPForm):
    """Bật ứng dụng xác thực."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _word(self, "code", "Mã trong ứng dụng", "6 chữ số đang hiện trong ứng dụng xác thực.")


class AddPasskeyForm(AddWebAuthnForm):
    """Thêm khóa truy cập."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"].label = "Tên gợi nhớ"
        self.fields["name"].help_text = "Ví dụ: Điện thoại của tôi"
        self.fields["passwordless"].label = "Dùng khóa này để đăng nhập không cần mật khẩu"
        self.fields["passwordless"].help_text = "Khóa phải có vân tay, khuôn mặt hoặc mã PIN."


class ContactForm(forms.Form):
    """Thông tin liên hệ người dân tự cập nhật."""

    phone = forms.CharField(
        label="Điện thoại",
        help_text="Ví dụ: 0905 123 456",
        required=False,
        max_length=20,
        widget=forms.TextInput(attrs={"inputmode": "tel", "autocomplete": "tel"}),
    )

    def clean_phone(self) -> str:
        """Ten digits beginning with 0; +84 and spaces are accepted as people write them."""
        typed = self.cleaned_data["phone"]
        digits = "".join(char for char in typed if char not in " .-")
        digits = "0" + digits.removeprefix("+84") if digits.startswith("+84") else digits
        if digits and not (digits.isascii() and digits.isdigit() and len(digits) == 10 and digits.startswith("0")):
            raise ValidationError(f"Số “{typed}” không đúng dạng. Số điện thoại có 10 chữ số, bắt đầu bằng 0.")
        return digits
