"""Addresses of reading (đường dẫn đọc văn bản)."""

from django.urls import path

from lienthong.foundation.reading.views import viewing

app_name = "reading"
FILE = "doc/<slug:source>/<str:subject>/<uuid:file_id>/"

urlpatterns = [
    path(FILE, viewing.viewer, name="viewer"),
    path(f"{FILE}trang/<int:number>-<int:width>.webp", viewing.picture, name="picture"),
    path(f"{FILE}trang/<int:number>/chu/", viewing.words, name="words"),
    path(f"{FILE}goc/", viewing.original, name="original"),
]
