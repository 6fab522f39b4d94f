"""Addresses of reading (đường dẫn đọc văn bản)."""

from django.urls import path

from lienthong.foundation.reading.views import marking, panels, printing, viewing

app_name = "reading"
FILE = "doc/<slug:source>/<str:subject>/<uuid:file_id>/"

urlpatterns = [
    path("doc/ghi-chu/<uuid:mark_id>/sua/", marking.edit, name="edit-mark"),
    path("doc/ghi-chu/<uuid:mark_id>/xoa/", marking.remove, name="remove-mark"),
    path(FILE, viewing.viewer, name="viewer"),
    path(f"{FILE}trang/<int:number>-<int:width>.webp", viewing.picture, name="picture"),
    path(f"{FILE}trang/<int:number>/chu/", viewing.words, name="words"),
    path(f"{FILE}trang/<int:number>/doc/", panels.text, name="text"),
    path(f"{FILE}goc/", viewing.original, name="original"),
    path(f"{FILE}chu-ky/", panels.signatures, name="signatures"),
    path(f"{FILE}ghi-chu/", marking.marks, name="marks"),
    path(f"{FILE}ghi-chu/them/", marking.add, name="add-mark"),
    path(f"{FILE}co-ghi-chu.pdf", marking.export, name="marked"),
    path(f"{FILE}in/", printing.prints, name="prints"),
    path(f"{FILE}in/lam/", printing.make, name="print"),
    path("ban-in/", printing.find, name="find-print"),
    path("ban-in/<str:code>/", printing.check, name="check"),
    path("ban-in/<str:code>/trang.pdf", printing.pages, name="print-pages"),
    path("lam-viec/ban-in/", printing.register, name="register"),
]
