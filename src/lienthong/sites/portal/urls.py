"""Pages for people that mix several apps (cổng người dân)."""

from django.urls import path

from lienthong.sites.portal import open_data, views

app_name = "portal"

urlpatterns = [
    path("", views.home, name="home"),
    path("du-lieu-mo/", open_data.open_data, name="open-data"),
    path("du-lieu-mo/dcat.jsonld", open_data.catalogue, name="open-data-catalogue"),
    path("du-lieu-mo/thu-tuc.json", open_data.procedures_json, name="open-data-json"),
    path("du-lieu-mo/thu-tuc.csv", open_data.procedures_csv, name="open-data-csv"),
    path("du-lieu-mo/thu-tuc.schema.json", open_data.procedures_schema, name="open-data-schema"),
    path("ho-so/<str:code>/danh-gia/", views.rate, name="rate"),
]
