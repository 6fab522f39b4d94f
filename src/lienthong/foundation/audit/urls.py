"""Addresses of the record (nhật ký)."""

from django.urls import path

from lienthong.foundation.audit.views import who_saw

urlpatterns = [path("ai-da-xem/", who_saw, name="audit_who_saw")]
