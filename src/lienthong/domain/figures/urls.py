"""Addresses of public figures (số liệu công khai)."""

from django.urls import path, re_path

from lienthong.domain.figures.views import data, public, tables

app_name = "figures"

urlpatterns = [
    path("so-lieu/", public.province, name="province"),
    path("so-lieu/don-vi/", tables.units, name="units"),
    path("so-lieu/don-vi/<str:identifier>/", public.unit, name="unit"),
    path("so-lieu/thu-tuc/", tables.procedures, name="procedures"),
    path("so-lieu/thu-tuc/<str:code>/", public.procedure, name="procedure"),
    path("so-lieu/cac-ky/", public.periods, name="periods"),
    path("so-lieu/tinh-the-nao/", public.dictionary, name="dictionary"),
    path("so-lieu/tu-dien.json", data.words, name="words"),
    re_path(
        r"^so-lieu/du-lieu/(?P<slug>[a-z0-9-]{4,20})/(?P<name>[a-z-]{3,20})\.(?P<form>csv|json)$",
        data.table,
        name="table",
    ),
]
