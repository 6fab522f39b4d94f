"""Addresses of ratings (đánh giá)."""

from django.urls import path

from lienthong.domain.ratings.views import citizen, office

app_name = "ratings"

urlpatterns = [
    path("danh-gia/<str:token>/", citizen.by_link, name="by-link"),
    path("may-danh-gia/<str:token>/", citizen.device, name="device"),
    path("may-danh-gia/<str:token>/bam/", citizen.tap, name="tap"),
    path("lam-viec/danh-gia/", office.ratings, name="ratings"),
    path("lam-viec/danh-gia/<int:rating_id>/", office.rating, name="rating"),
]
