"""What holds private keys (thiết bị ký). One Protocol; a software key for the demo, tokens and HSMs behind the same door."""

from lienthong.foundation.signing.adapters.devices import (
    HolderKey,
    SigningDevice,
    ask_of,
    codes_of,
    device_for,
    holder_key,
)

__all__ = ["HolderKey", "SigningDevice", "ask_of", "codes_of", "device_for", "holder_key"]
