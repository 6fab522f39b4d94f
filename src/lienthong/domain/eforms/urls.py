"""Pages about forms (biểu mẫu)."""

from django.urls import path

from lienthong.domain.eforms.views import kinds, units

app_name = "eforms"
urlpatterns = [
    path("giao-dien/cau-hoi/", kinds.kinds, name="kinds"),
    path("don-vi-hanh-chinh/", units.units, name="units"),
]
