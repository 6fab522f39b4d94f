# allauth's signatures
"""Where allauth meets our accounts (đăng nhập): it runs the protocols, our services decide who is who."""

from io import BytesIO
from typing import Any, ClassVar
from uuid import uuid4

import segno
from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.models import EmailAddress
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.models import SocialLogin
from django.http import HttpRequest
from django.shortcuts import render

from lienthong.foundation.accounts import services
from lienthong.foundation.accounts.adapters.vneid import read_claims
from lienthong.foundation.accounts.errors import BadIdentityClaims
from lienthong.foundation.accounts.models import Account
from lienthong.foundation.accounts.queries import positions_of

WRONG_SIGN_IN = (
    "Tên đăng nhập hoặc mật khẩu không đúng. Kiểm tra phím Caps Lock và bộ gõ tiếng Việt, "
    "hoặc chọn “Quên mật khẩu” để đặt lại."
)


class AccountAdapter(DefaultAccountAdapter):
    """Sentences, names and the page after sign-in."""

    error_messages: ClassVar[dict[str, str]] = {
        **DefaultAccountAdapter.error_messages,
        "account_inactive": "Tài khoản này đã bị khóa. Liên hệ quản trị hệ thống của cơ quan, hoặc gọi 1022.",
        "cannot_remove_primary_email": "Không xóa được địa chỉ thư điện tử chính. Chọn địa chỉ khác làm địa chỉ chính trước.",
        "duplicate_email": "Địa chỉ thư điện tử này đã có trong tài khoản.",
        "email_taken": "Địa chỉ thư điện tử này đã dùng cho một tài khoản khác. Dùng địa chỉ khác.",
        "email_password_mismatch": WRONG_SIGN_IN,
        "username_password_mismatch": WRONG_SIGN_IN,
        "enter_current_password": "Mật khẩu hiện tại không đúng. Nhập lại mật khẩu đang dùng.",
        "incorrect_code": "Mã không đúng. Kiểm tra lại các chữ số trong thư, hoặc yêu cầu gửi mã mới.",
        "incorrect_password": "Mật khẩu không đúng. Nhập lại mật khẩu đang dùng để đăng nhập.",
        "invalid_or_expired_key": "Mã đã hết hạn hoặc đã dùng. Yêu cầu gửi mã mới.",
        "invalid_password_reset": "Mã đặt lại mật khẩu đã hết hạn hoặc đã dùng. Yêu cầu gửi mã mới.",
        "too_many_login_attempts": "Đã nhập sai nhiều lần. Chờ 5 phút rồi thử lại, hoặc chọn “Quên mật khẩu” để đặt lại.",
        "rate_limited": "Đã gửi yêu cầu nhiều lần trong thời gian ngắn. Chờ vài phút rồi thử lại.",
        "same_as_current": "Giá trị mới trùng với giá trị đang dùng. Nhập giá trị khác.",
        "unknown_email": "Địa chỉ thư điện tử này không dùng được.",
        "unverified_primary_email": "Cần xác thực địa chỉ thư điện tử chính trước.",
        "username_taken": "Tên đăng nhập này đã có người dùng. Chọn tên khác.",
    }

    def populate_username(self, request: HttpRequest, user: Account) -> None:
        """A local citizen signs in by e-mail; the name behind says nothing of them."""
        if not user.username:
            user.username = f"cong-dan-{uuid4().hex[:20]}"

    def save_user(self, request: HttpRequest, user: Account, form: Any, commit: bool = True) -> Account:  # noqa: FBT001, FBT002  # allauth's signature
        """Keep the one name field and the number declared; the person follows when the e-mail is verified."""
        user.full_name = form.cleaned_data.get("full_name", "")
        user.declared_id_number = form.cleaned_data.get("id_number", "")
        saved: Account = super().save_user(request, user, form, commit=commit)
        return saved

    def confirm_email(self, request: HttpRequest, email_address: EmailAddress) -> bool:
        """After the e-mail code: the declared person becomes the account's, where nobody else is known by that number."""
        confirmed: bool = super().confirm_email(request, email_address)
        if confirmed:
            services.claim_declared_identity(account_id=email_address.user_id)
        return confirmed

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        """Officers to their work, citizens to the portal."""
        account = request.user
        return "/lam-viec/" if isinstance(account, Account) and positions_of(account) else "/"

    def get_signup_redirect_url(self, request: HttpRequest) -> str:
        """A new citizen sees what the account holds."""
        return "/tai-khoan/"


class SocialAccountAdapter(DefaultSocialAccountAdapter):
    """VNeID: the claims decide whose account it is, never the e-mail."""

    def pre_social_login(self, request: HttpRequest, sociallogin: SocialLogin) -> None:
        """Find or make the account of the person VNeID vouches for."""
        data = sociallogin.account.extra_data
        claims = {**(data.get("id_token") or {}), **(data.get("userinfo") or {})} or data
        try:
            account = services.sign_in_with_vneid(identity=read_claims(claims))
        except BadIdentityClaims as refusal:
            page = render(
                request, "socialaccount/authentication_error.html", {"refusal": refusal.message}, status=refusal.status
            )
            raise ImmediateHttpResponse(page) from refusal
        # What was learnt stands in Person; the provider's answer is not kept a second time.
        sociallogin.account.extra_data = {}
        if not sociallogin.is_existing:
            sociallogin.connect(request, account)


class MfaAdapter(DefaultMFAAdapter):
    """Second factors, in Vietnamese."""

    error_messages: ClassVar[dict[str, str]] = {
        **DefaultMFAAdapter.error_messages,
        "add_email_blocked": "Tài khoản đang bật xác thực hai lớp nên không thêm được địa chỉ thư điện tử.",
        "cannot_delete_authenticator": "Không tắt được xác thực hai lớp của tài khoản này.",
        "cannot_generate_recovery_codes": "Bật xác thực hai lớp trước, rồi mới tạo mã dự phòng.",
        "incorrect_code": "Mã không đúng. Lấy mã mới nhất trong ứng dụng xác thực, kiểm tra giờ của điện thoại.",
        "unverified_email": "Cần xác thực địa chỉ thư điện tử trước khi bật xác thực hai lớp.",
    }

    def build_totp_svg(self, url: str) -> str:
        """The QR code of the authenticator app, made by the library the rest of the platform uses."""
        image = BytesIO()
        segno.make(url, error="m").save(image, kind="svg", scale=5, border=4, xmldecl=False)
        return image.getvalue().decode()

    def generate_authenticator_name(self, user: Account, type: Any) -> str:  # noqa: A002  # allauth's signature
        """Name of a passkey until its owner gives a better one."""
        return "Khóa truy cập"
