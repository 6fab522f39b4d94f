"""Addresses of the authority (địa chỉ công khai của cơ quan chứng thực)."""

from django.urls import path

from lienthong.foundation.signing import views

app_name = "signing"
urlpatterns = [
    path("chung-thu/goc.pem", views.root_certificate, name="root"),
    path("chung-thu/crl", views.revocation_list, name="crl"),
]
