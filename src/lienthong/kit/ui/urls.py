"""The living page (bảng thành phần)."""

from django.urls import path

from lienthong.kit.ui import views

app_name = "ui"
urlpatterns = [
    path("", views.gallery, name="gallery"),
    path("so-do-mau.bpmn", views.sample_process, name="sample-process"),
]
