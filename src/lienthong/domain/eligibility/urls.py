"""Address of the check (địa chỉ kiểm tra điều kiện)."""

from django.urls import path

from lienthong.domain.eligibility import views

app_name = "eligibility"
urlpatterns = [
    path("thu-tuc/<str:code>/kiem-tra/", views.check_page, name="check"),
]
