"""`{% load signing %}`: what one signs with and what is typed for it (ký bằng gì), the same wherever something is signed.

    {% signing_key key refusal %}                             inside a form: certificate, place of the key, PIN and code, or the device
    {% signing_dialog key refusal url "Ký" %} … {% endsigning_dialog %}   the same as a question in the way; hidden fields of the form inside
    {% signing_line key %}                                    one line: until when the certificate is good, or why there is none

`key`: `queries.KeyOfHolder`. `refusal`: what the last try answered, or None. The form's view is decorated with `kit.bridging.asks_bridge`.
"""

from typing import Any

from django import template
from django.conf import settings
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from lienthong.foundation.signing.choices import Ask
from lienthong.foundation.signing.errors import DeviceAsked
from lienthong.foundation.signing.queries import KeyOfHolder
from lienthong.kit.errors import Refused

register = template.Library()
DIALOG = "ky-bang"


@register.inclusion_tag("signing/_key.html")
def signing_key(key: KeyOfHolder, refusal: Refused | None = None) -> dict[str, Any]:
    """What stands in the form."""
    asked = refusal.asked if isinstance(refusal, DeviceAsked) else ()
    return {
        "key": key,
        "asked": asked,
        "field": refusal.field if refusal is not None and refusal.field in {"pin", "otp"} else "",
        "said": refusal.message if refusal is not None else "",
        "bridge": settings.BRIDGE_URL,
    }


@register.simple_block_tag(takes_context=True)
def signing_dialog(
    context: template.Context, content: str, key: KeyOfHolder, refusal: Refused | None, url: str, verb: str = "Ký"
) -> SafeString:
    """Nothing for a key that asks nobody. Open where the last try waits for a code or for the device."""
    waits = isinstance(refusal, DeviceAsked)
    if not key.wants_codes and not waits:
        return SafeString("")
    return render_to_string(
        "signing/_dialog.html",
        {
            "content": content,
            "key": key,
            "refusal": refusal,
            "url": url,
            "verb": verb,
            "id": DIALOG,
            "waits": waits,
            "shown": waits or (refusal is not None and refusal.field in {"pin", "otp"}),
            "is_device": key.ask == Ask.DEVICE,
            "csrf_token": context.get("csrf_token"),
        },
    )


@register.inclusion_tag("signing/_line.html")
def signing_line(key: KeyOfHolder) -> dict[str, Any]:
    """Beside the lines of authority."""
    return {"key": key}
