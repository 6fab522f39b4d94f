"""Pages of lateness (đường dẫn của trễ hạn)."""

from django.urls import path

from lienthong.domain.lateness.views import dossier, objecting, overview, reminding

app_name = "lateness"

urlpatterns = [
    path("ho-so/<str:code>/ai-giu/", dossier.for_citizen, name="citizen"),
    path("lam-viec/tre-han/", overview.overview, name="overview"),
    path("lam-viec/tre-han/danh-sach/", overview.late_list, name="list"),
    path("lam-viec/tre-han/dang-qua-han/", overview.overdue, name="overdue"),
    path("lam-viec/tre-han/khong-tinh-duoc/", overview.broken, name="broken"),
    path("lam-viec/tre-han/xuat.xlsx", overview.export, name="workbook"),
    path("lam-viec/tre-han/ho-so/<str:code>/", dossier.dossier, name="dossier"),
    path("lam-viec/tre-han/phan/<int:share_id>/xem-xet/", objecting.make, name="object"),
    path("lam-viec/tre-han/xem-xet/", objecting.objections, name="objections"),
    path("lam-viec/tre-han/xem-xet/<int:objection_id>/", objecting.decide, name="decide"),
    path("lam-viec/tre-han/nhac-viec/", reminding.reminders, name="reminders"),
    path("lam-viec/tre-han/nhac-viec/<uuid:reminder_id>/", reminding.answer, name="answer"),
    path("lam-viec/tre-han/quy-tac/", reminding.rules, name="rules"),
]
