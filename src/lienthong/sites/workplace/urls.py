"""Pages for officers that mix several apps (nơi làm việc). Hangs under /lam-viec/."""

from django.urls import path

from lienthong.sites.workplace import views

app_name = "workplace"

urlpatterns = [path("", views.today, name="today")]
