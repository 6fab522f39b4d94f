"""Pages of registers (đường dẫn tra cứu)."""

from django.urls import path

from lienthong.foundation.registers import views

app_name = "registers"

urlpatterns = [path("lam-viec/so-tra-cuu/", views.lookups, name="lookups")]
