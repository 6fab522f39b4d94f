"""Settings of `make demo`: production's, over plain HTTP on this machine, with the sandbox as the outside world."""

from lienthong.config.settings.base import *  # noqa: F403
