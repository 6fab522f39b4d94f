"""Pages of Word templates (đường dẫn của mẫu Word)."""

from django.urls import path

from lienthong.domain.declarations import views

app_name = "declarations"
urlpatterns = [
    path("lam-viec/mau-word/", views.templates, name="templates"),
    path("lam-viec/mau-word/<str:code>/", views.template, name="template"),
    path("lam-viec/mau-word/<str:code>/khoi-dau.docx", views.starting, name="starting"),
    path("lam-viec/mau-word/<str:code>/dang-dung.docx", views.current, name="current"),
    path("lam-viec/mau-word/<str:code>/dien-thu.docx", views.trial, name="trial"),
]
