"""Addresses of the authority, and of who signs how (cơ quan chứng thực, thẩm quyền ký)."""

from django.urls import path

from lienthong.foundation.signing.views import authority, checking, heading, pictures, register, trying

app_name = "signing"
urlpatterns = [
    path("kiem-tra-chu-ky/", checking.check, name="check"),
    path("kiem-tra-chu-ky/ban-bo-sung/<str:token>/", checking.raised, name="raised"),
    path("kiem-tra-chu-ky/ban-goc/<str:token>/", checking.original, name="original"),
    path("chung-thu/goc.pem", authority.root_certificate, name="root"),
    path("lam-viec/chung-thu/", register.register, name="register"),
    path("lam-viec/chung-thu/so.<str:kind>", register.sheet, name="sheet"),
    path("lam-viec/chung-thu/ghi-so/", register.enter, name="enter"),
    path("lam-viec/chung-thu/hinh-anh/", pictures.pictures, name="pictures"),
    path("lam-viec/chung-thu/hinh-anh/chu-ky.png", pictures.hand, name="hand"),
    path("lam-viec/chung-thu/hinh-anh/con-dau.png", pictures.seal, name="seal"),
    path("lam-viec/chung-thu/ky-tep/", trying.sign_file, name="sign-file"),
    path("lam-viec/chung-thu/gui-ma/", trying.send_code, name="send-code"),
    path("lam-viec/chung-thu/<int:certificate_id>/", register.certificate, name="certificate"),
    path("lam-viec/tham-quyen-ky/", heading.authorities, name="authorities"),
    path("chung-thu/goc.crt", authority.issuer_certificate, name="issuer"),
    path("chung-thu/ocsp", authority.status, name="ocsp"),
    path("chung-thu/ocsp/<path:asked>", authority.status, name="ocsp-get"),
    path("chung-thu/crl", authority.revocation_list, name="crl"),
]
