"""Pages from which a token on the desk is asked (trang ký bằng thiết bị): they may call the bridge on their machine, others may not."""

from typing import Any

from django.conf import settings
from django.utils.csp import CSP
from django.views.decorators.csp import csp_override

_POLICY: dict[str, Any] = {
    **settings.SECURE_CSP,
    "connect-src": [CSP.SELF, settings.BRIDGE_URL.partition("/cau-noi")[0]],
}

asks_bridge = csp_override(_POLICY)
"""Decorate above the rule of access. docs/guides/cau-noi-ky-so.md says what goes between the page and the bridge."""
