"""What holds private keys (thiết bị ký). One Protocol; a software key for the demo, tokens and HSMs behind the same door."""

from lienthong.foundation.signing.adapters.devices import SigningDevice, device_for

__all__ = ["SigningDevice", "device_for"]
