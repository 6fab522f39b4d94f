"""URLs of payments. The bank's address is part of the contract with the bank."""

from django.urls import path

from lienthong.foundation.payments import views

app_name = "payments"
urlpatterns = [
    path("thanh-toan/ngan-hang/thong-bao/", views.bank_notification, name="bank-notification"),
    path("thanh-toan/<uuid:order_id>/trang-thai/", views.status, name="status"),
]
