"""Signing in (đăng nhập). allauth's views, with what our page adds."""

from typing import Any

import requests
from allauth.account.views import LoginView
from allauth.socialaccount.providers.openid_connect.views import login as openid_login
from django.conf import settings
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import render


class SignInView(LoginView):
    """One page for everybody: VNeID first, then name and password."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Adds `vneid`: whether a VNeID issuer is configured, and `ended`: whether the reader comes from a page that needs signing in."""
        return {
            **super().get_context_data(**kwargs),
            "vneid": bool(settings.VNEID_ISSUER),
            "ended": bool(self.request.GET.get("next")),
        }


def start_vneid(request: HttpRequest, provider_id: str) -> HttpResponseBase:
    """POST: to VNeID and back. Says so when VNeID does not answer."""
    try:
        response: HttpResponseBase = openid_login(request, provider_id)
    except requests.RequestException:
        refusal = (
            "VNeID chưa trả lời, nên chưa đăng nhập được. Thử lại sau ít phút, hoặc dùng tên đăng nhập và mật khẩu."
        )
        return render(request, "socialaccount/authentication_error.html", {"refusal": refusal}, status=503)
    return response
