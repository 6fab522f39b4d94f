"""Addresses of the authority, and of who signs how (cơ quan chứng thực, thẩm quyền ký)."""

from django.urls import path

from lienthong.foundation.signing.views import authority, checking, heading

app_name = "signing"
urlpatterns = [
    path("kiem-tra-chu-ky/", checking.check, name="check"),
    path("kiem-tra-chu-ky/ban-bo-sung/<str:token>/", checking.raised, name="raised"),
    path("chung-thu/goc.pem", authority.root_certificate, name="root"),
    path("lam-viec/tham-quyen-ky/", heading.authorities, name="authorities"),
    path("chung-thu/goc.crt", authority.issuer_certificate, name="issuer"),
    path("chung-thu/ocsp", authority.status, name="ocsp"),
    path("chung-thu/ocsp/<path:asked>", authority.status, name="ocsp-get"),
    path("chung-thu/crl", authority.revocation_list, name="crl"),
]
