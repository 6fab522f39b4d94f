"""Addresses of the catalogue (địa chỉ trang thủ tục)."""

from django.urls import path, register_converter

from lienthong.domain.procedures import views


class ProcedureCode:
    """A code has a point in it, so that words may stand beside it under the same prefix."""

    regex = r"[0-9A-Za-z]+(?:\.[0-9A-Za-z]+)+"

    def to_python(self, value: str) -> str:
        """As it stands."""
        return value

    def to_url(self, value: str) -> str:
        """As it stands."""
        return value


register_converter(ProcedureCode, "tthc")

app_name = "procedures"
urlpatterns = [
    path("thu-tuc/", views.list_page, name="list"),
    path("thu-tuc/<str:code>/", views.detail_page, name="detail"),
    path("thu-tuc/<str:code>/qr.svg", views.qr_page, name="qr"),
    path("thu-tuc/<str:code>/in.pdf", views.leaflet_page, name="leaflet"),
    path("thu-tuc/<tthc:code>/quyet-dinh/<int:decision_id>/", views.decision_file, name="decision-file"),
    path("lam-viec/thu-tuc/", views.manage_page, name="manage"),
    path("lam-viec/thu-tuc/nhap/", views.import_page, name="import"),
    path("lam-viec/thu-tuc/nhap/mau.xlsx", views.import_template, name="import-template"),
    path("lam-viec/thu-tuc/nhap/<uuid:import_id>/", views.imported_page, name="imported"),
    path("lam-viec/thu-tuc/nhap/<uuid:import_id>/bo/", views.forget_import, name="import-forget"),
    path("lam-viec/thu-tuc/xuat/", views.export_file, name="export"),
    path("lam-viec/thu-tuc/moi/", views.new_page, name="new"),
    path("lam-viec/thu-tuc/<tthc:code>/", views.detail_tab, name="managed"),
    path("lam-viec/thu-tuc/<tthc:code>/noi-dung/", views.content_page, name="content"),
    path("lam-viec/thu-tuc/<tthc:code>/phien-ban/", views.versions_page, name="versions"),
    path("lam-viec/thu-tuc/<tthc:code>/du-thao/", views.begin, name="begin"),
    path("lam-viec/thu-tuc/<tthc:code>/du-thao/bo/", views.discard, name="discard"),
    path("lam-viec/thu-tuc/<tthc:code>/du-thao/xem-truoc/", views.preview_page, name="preview"),
    path("lam-viec/thu-tuc/<tthc:code>/du-thao/cong-bo/", views.publish_page, name="publish"),
    path("lam-viec/thu-tuc/<tthc:code>/du-thao/<slug:part>/", views.edit_page, name="draft"),
    path("lam-viec/thu-tuc/<tthc:code>/quyet-dinh/<int:decision_id>/thu-hoi/", views.call_back, name="call-back"),
    path("lam-viec/thu-tuc/<tthc:code>/quyet-dinh/<slug:act>/", views.decide_page, name="decide"),
]
