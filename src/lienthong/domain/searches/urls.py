"""Addresses (địa chỉ)."""

from django.urls import path

from lienthong.domain.searches import views

app_name = "searches"
urlpatterns = [
    path("thu-tuc/khong-thay/", views.count, name="count"),
    path("lam-viec/thu-tuc/tim-khong-thay/", views.waiting_page, name="waiting"),
    path("lam-viec/thu-tuc/tim-khong-thay/da-xu-ly/", views.settled_page, name="settled"),
    path("lam-viec/thu-tuc/tim-khong-thay/cum-tu/", views.words_page, name="words"),
]
