"""Pages on which something is signed (trang ký): a PIN typed there stays out of reports of errors, and they may call the bridge to a token on
their desk, which others may not.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponseBase
from django.utils.csp import CSP
from django.views.decorators.csp import csp_override
from django.views.decorators.debug import sensitive_post_parameters

_POLICY: dict[str, Any] = {
    **settings.SECURE_CSP,
    "connect-src": [CSP.SELF, settings.BRIDGE_URL.partition("/cau-noi")[0]],
}


def asks_bridge(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """Decorate above the rule of access. Only the answer to something pressed may call: docs/guides/cau-noi-ky-so.md says what goes between the
    page and the bridge."""
    signs = csp_override(_POLICY)(sensitive_post_parameters("pin", "otp")(view))

    @wraps(view)
    def asked(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        return (signs if request.method == "POST" else view)(request, *args, **kwargs)

    return asked
