"""Addresses of the catalogue (địa chỉ trang thủ tục)."""

from django.urls import path

from lienthong.domain.procedures import views

app_name = "procedures"
urlpatterns = [
    path("thu-tuc/", views.list_page, name="list"),
    path("thu-tuc/<str:code>/", views.detail_page, name="detail"),
    path("thu-tuc/<str:code>/in.pdf", views.leaflet_page, name="leaflet"),
]
