"""URLs of notifications."""

from django.urls import path

from lienthong.foundation.notifications import views

app_name = "notifications"
urlpatterns = [
    path("thong-bao/", views.notification_list, name="list"),
    path("thong-bao/da-doc/", views.mark_all_read, name="mark-all-read"),
    path("thong-bao/<uuid:notification_id>/", views.open_notification, name="open"),
    path("thong-bao/<uuid:notification_id>/da-doc/", views.mark_read, name="mark-read"),
]
