"""URLs of the post. The carrier's address is part of the contract with it."""

from django.urls import path

from lienthong.foundation.postal.views import keeping, office, webhook

app_name = "postal"
urlpatterns = [
    path("buu-chinh/hanh-trinh/", webhook.tracking_notice, name="tracking-notice"),
    path("lam-viec/buu-chinh/", office.parcels, name="parcels"),
    path("lam-viec/buu-chinh/ban-giao/", office.hand_over, name="hand-over"),
    path("lam-viec/buu-chinh/bang-ke/<str:number>.pdf", office.manifest, name="manifest"),
    path("lam-viec/buu-chinh/nhan.pdf", office.labels, name="labels"),
    path("lam-viec/buu-chinh/don/<str:code>/", office.parcel, name="parcel"),
    path("lam-viec/buu-chinh/don/<str:code>/viec/<slug:verb>/", office.act, name="act"),
    path("lam-viec/buu-chinh/doi-soat/", keeping.statements, name="statements"),
    path("lam-viec/buu-chinh/doi-soat/<str:number>/", keeping.statement, name="statement"),
    path("lam-viec/buu-chinh/ma-trang-thai/", keeping.codes, name="codes"),
]
