"""Addresses of the comparison (địa chỉ trang đối soát)."""

from django.urls import path

from lienthong.domain.comparisons import views

app_name = "comparisons"
urlpatterns = [
    path("lam-viec/thu-tuc/doi-soat/", views.list_page, name="list"),
    path("lam-viec/thu-tuc/doi-soat/chay/", views.ask, name="ask"),
    path("lam-viec/thu-tuc/doi-soat/tien-do/", views.progress, name="progress"),
    path("lam-viec/thu-tuc/doi-soat/lich-su/", views.history_page, name="history"),
    path("lam-viec/thu-tuc/doi-soat/<str:code>/", views.procedure_page, name="procedure"),
]
