"""Addresses of the authority, and of who signs how (cơ quan chứng thực, thẩm quyền ký)."""

from django.urls import path

from lienthong.foundation.signing import views

app_name = "signing"
urlpatterns = [
    path("chung-thu/goc.pem", views.root_certificate, name="root"),
    path("lam-viec/tham-quyen-ky/", views.authorities, name="authorities"),
    path("chung-thu/goc.crt", views.issuer_certificate, name="issuer"),
    path("chung-thu/ocsp", views.status, name="ocsp"),
    path("chung-thu/ocsp/<path:asked>", views.status, name="ocsp-get"),
    path("chung-thu/crl", views.revocation_list, name="crl"),
]
