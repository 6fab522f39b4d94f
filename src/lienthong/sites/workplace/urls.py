"""Pages for officers that mix several apps (nơi làm việc). Hangs under /lam-viec/."""

from django.urls import path

from lienthong.sites.workplace import agencies, views

app_name = "workplace"

urlpatterns = [
    path("", views.today, name="today"),
    path("co-quan/", agencies.agencies, name="agencies"),
    path("co-quan/<str:identifier>/", agencies.agency, name="agency"),
]
