"""The web tier's entrance (WSGI)."""

import gc
import os

from django.core.wsgi import get_wsgi_application
from django.urls import get_resolver

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "lienthong.config.settings.production")
application = get_wsgi_application()

# What is loaded now stays: the collector need not walk it again for every few requests, and a page makes more than the
# 2,000 short-lived objects after which it would otherwise start. Rarer than this, cycles that nobody needs cost 15 MB.
get_resolver().url_patterns  # noqa: B018  # reading it imports every view
gc.collect()
gc.freeze()
gc.set_threshold(10_000, 10, 10)
