"""URLs of the post. The carrier's address is part of the contract with it."""

from django.urls import path

from lienthong.foundation.postal.views import webhook

app_name = "postal"
urlpatterns = [
    path("buu-chinh/hanh-trinh/", webhook.tracking_notice, name="tracking-notice"),
]
