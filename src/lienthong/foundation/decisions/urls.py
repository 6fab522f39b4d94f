"""Addresses of decision tables (địa chỉ bảng quyết định)."""

from django.urls import path

from lienthong.foundation.decisions import views

app_name = "decisions"
urlpatterns = [
    path("lam-viec/bang-quyet-dinh/", views.list_page, name="list"),
    path("lam-viec/bang-quyet-dinh/<slug:code>/", views.table_page, name="table"),
    path("lam-viec/bang-quyet-dinh/<slug:code>/soan/", views.edit_page, name="edit"),
    path("lam-viec/bang-quyet-dinh/<slug:code>/soat/", views.lint_part, name="lint"),
    path("lam-viec/bang-quyet-dinh/<slug:code>/ban-hanh/", views.publish, name="publish"),
    path("lam-viec/bang-quyet-dinh/<slug:code>/lay-lai/", views.restore, name="restore"),
    path("lam-viec/bang-quyet-dinh/<slug:code>/so-sanh/", views.compare_page, name="compare"),
    path("lam-viec/bang-quyet-dinh/<slug:code>/bang.dmn", views.export, name="export"),
]
