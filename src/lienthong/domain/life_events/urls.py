"""Addresses of life events (địa chỉ sự kiện đời sống)."""

from django.urls import path

from lienthong.domain.life_events import views

app_name = "life_events"
urlpatterns = [
    path("su-kien/", views.list_page, name="list"),
    path("su-kien/<slug:slug>/", views.event_page, name="event"),
    path("lam-viec/su-kien/", views.drafts_page, name="drafts"),
    path("lam-viec/su-kien/goi-y-thu-tuc/", views.suggestions, name="suggestions"),
    path("lam-viec/su-kien/<slug:slug>/", views.edit_page, name="edit"),
    path("lam-viec/su-kien/<slug:slug>/xem-truoc/", views.preview, name="preview"),
    path("lam-viec/su-kien/<slug:slug>/ngung-hien/", views.withdraw, name="withdraw"),
]
