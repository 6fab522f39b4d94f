"""Addresses of accounts (đăng nhập, tài khoản). The names are allauth's, which its own redirects use."""

from allauth.account import views as account
from allauth.mfa.base import views as second_factor
from allauth.mfa.recovery_codes import views as recovery_codes
from allauth.mfa.totp import views as totp
from allauth.mfa.webauthn import views as passkeys
from allauth.socialaccount import views as social
from allauth.socialaccount.providers.openid_connect import views as openid_connect
from django.urls import path

from lienthong.foundation.accounts.views.positions import switch_position
from lienthong.foundation.accounts.views.profile import profile
from lienthong.foundation.accounts.views.signin import SignInView, start_vneid
from lienthong.kit.access import public, signed_in

VNEID = {"provider_id": "vneid"}

urlpatterns = [
    # sign in and out
    path("dang-nhap/", public(SignInView.as_view()), name="account_login"),
    path("dang-nhap/vneid/", public(start_vneid), VNEID, name="openid_connect_login"),
    path("dang-nhap/vneid/xong/", public(openid_connect.callback), VNEID, name="openid_connect_callback"),
    path("dang-nhap/vneid/da-huy/", public(social.login_cancelled), name="socialaccount_login_cancelled"),
    path("dang-nhap/vneid/loi/", public(social.login_error), name="socialaccount_login_error"),
    path("dang-nhap/xac-thuc/", public(second_factor.authenticate), name="mfa_authenticate"),
    path("dang-nhap/khoa-truy-cap/", public(passkeys.login_webauthn), name="mfa_login_webauthn"),
    path("dang-nhap/da-khoa/", public(account.account_inactive), name="account_inactive"),
    path("dang-xuat/", public(account.logout), name="account_logout"),
    # a local account
    path("dang-ky/", public(account.signup), name="account_signup"),
    path("xac-thuc-thu/", public(account.email_verification_sent), name="account_email_verification_sent"),
    path("quen-mat-khau/", public(account.password_reset), name="account_reset_password"),
    path("quen-mat-khau/ma/", public(account.confirm_password_reset_code), name="account_confirm_password_reset_code"),
    path(
        "quen-mat-khau/mat-khau-moi/", public(account.complete_password_reset), name="account_complete_password_reset"
    ),
    path("quen-mat-khau/xong/", public(account.password_reset_from_key_done), name="account_password_reset_completed"),
    # one's own account
    path("tai-khoan/", profile, name="accounts_profile"),
    path("chuc-vu/", switch_position, name="accounts_switch_position"),
    path("doi-mat-khau/", signed_in(account.password_change), name="account_change_password"),
    path("dat-mat-khau/", signed_in(account.password_set), name="account_set_password"),
    path("xac-nhan-lai/", signed_in(account.reauthenticate), name="account_reauthenticate"),
    path("xac-nhan-lai/ma/", signed_in(second_factor.reauthenticate), name="mfa_reauthenticate"),
    path(
        "xac-nhan-lai/khoa-truy-cap/", signed_in(passkeys.reauthenticate_webauthn), name="mfa_reauthenticate_webauthn"
    ),
    path("bao-mat/", signed_in(second_factor.index), name="mfa_index"),
    path("bao-mat/ung-dung/bat/", signed_in(totp.activate_totp), name="mfa_activate_totp"),
    path("bao-mat/ung-dung/tat/", signed_in(totp.deactivate_totp), name="mfa_deactivate_totp"),
    path("bao-mat/ma-du-phong/", signed_in(recovery_codes.view_recovery_codes), name="mfa_view_recovery_codes"),
    path(
        "bao-mat/ma-du-phong/tao/",
        signed_in(recovery_codes.generate_recovery_codes),
        name="mfa_generate_recovery_codes",
    ),
    path(
        "bao-mat/ma-du-phong/tep/",
        signed_in(recovery_codes.download_recovery_codes),
        name="mfa_download_recovery_codes",
    ),
    path("bao-mat/khoa-truy-cap/", signed_in(passkeys.list_webauthn), name="mfa_list_webauthn"),
    path("bao-mat/khoa-truy-cap/them/", signed_in(passkeys.add_webauthn), name="mfa_add_webauthn"),
    path("bao-mat/khoa-truy-cap/<int:pk>/xoa/", signed_in(passkeys.remove_webauthn), name="mfa_remove_webauthn"),
    path("bao-mat/khoa-truy-cap/<int:pk>/sua/", signed_in(passkeys.edit_webauthn), name="mfa_edit_webauthn"),
]
