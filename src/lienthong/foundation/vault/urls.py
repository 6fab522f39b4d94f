"""Pages of the vault (kho giấy tờ)."""

from django.urls import path

from lienthong.foundation.vault import views

app_name = "vault"
urlpatterns = [
    path("kho-giay-to/", views.papers, name="papers"),
    path("kho-giay-to/<uuid:paper_id>/", views.paper, name="paper"),
    path("kho-giay-to/<uuid:paper_id>/tep/", views.file, name="file"),
]
