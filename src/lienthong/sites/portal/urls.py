"""Pages for people that mix several apps (cổng người dân)."""

from django.urls import path

from lienthong.sites.portal import views

app_name = "portal"

urlpatterns = [
    path("", views.home, name="home"),
    path("ho-so/<str:code>/danh-gia/", views.rate, name="rate"),
]
