"""Pages of the vault (kho giấy tờ)."""

from django.urls import path

from lienthong.foundation.vault.views import office, own

app_name = "vault"
urlpatterns = [
    path("kho-giay-to/", own.papers, name="papers"),
    path("kho-giay-to/dong-y/", own.consents, name="consents"),
    path("kho-giay-to/dong-y/<int:consent_id>/rut/", own.withdraw, name="withdraw"),
    path("kho-giay-to/<uuid:paper_id>/", own.paper, name="paper"),
    path("kho-giay-to/<uuid:paper_id>/tep/", own.file, name="file"),
    path("lam-viec/kho-giay-to/loai/", office.kinds, name="kinds"),
    path("lam-viec/kho-giay-to/loai/moi/", office.kind, name="new-kind"),
    path("lam-viec/kho-giay-to/loai/<path:code>/", office.kind, name="kind"),
    path("lam-viec/kho-giay-to/<uuid:paper_id>/", office.judge, name="judge"),
]
