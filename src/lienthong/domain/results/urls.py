"""Pages of templates of results (đường dẫn của mẫu kết quả)."""

from django.urls import path

from lienthong.domain.results.views import keeping

app_name = "results"
urlpatterns = [
    path("lam-viec/mau-ket-qua/", keeping.templates, name="templates"),
    path("lam-viec/mau-ket-qua/thu-tuc/<str:code>/", keeping.of_procedure, name="procedure"),
    path("lam-viec/mau-ket-qua/thu-tuc/<str:code>/khoi-dau.docx", keeping.starting, name="starting"),
    path("lam-viec/mau-ket-qua/<int:template_id>/", keeping.template, name="template"),
    path("lam-viec/mau-ket-qua/<int:template_id>/cong-bo/", keeping.judge, name="judge"),
    path("lam-viec/mau-ket-qua/<int:template_id>/mau.docx", keeping.original, name="original"),
    path("lam-viec/mau-ket-qua/<int:template_id>/dien-thu.pdf", keeping.sample, name="sample"),
]
