"""Addresses of documents (văn bản đến, văn bản đi)."""

from django.urls import path

from lienthong.domain.correspondence.views import figures, finding, registers

app_name = "correspondence"
urlpatterns = [
    path("lam-viec/van-ban/tim/", finding.find, name="find"),
    path("lam-viec/van-ban/tim/luu/", finding.save, name="save-search"),
    path("lam-viec/van-ban/tim/da-luu/", finding.saved_searches, name="saved-searches"),
    path("lam-viec/van-ban/tim/da-luu/<int:search_id>/", finding.saved_search, name="saved-search"),
    path("lam-viec/van-ban/tim/da-luu/<int:search_id>/sua/", finding.change_search, name="change-search"),
    path("lam-viec/van-ban/<uuid:document_id>/quan-he/", finding.relations, name="relations"),
    path("lam-viec/van-ban/<uuid:document_id>/quan-he/them/", finding.relate, name="relate"),
    path("lam-viec/van-ban/<uuid:document_id>/quan-he/<int:link_id>/bo/", finding.unrelate, name="unrelate"),
    path("lam-viec/van-ban/<uuid:document_id>/phieu-giai-quyet.pdf", registers.slip, name="resolution-slip"),
    path("lam-viec/van-ban/so/", registers.register, name="book"),
    path("lam-viec/van-ban/so/<slug:kind>.<slug:form>", registers.register_file, name="book-file"),
    path("lam-viec/van-ban/thong-ke/", figures.statistics, name="statistics"),
    path("lam-viec/van-ban/thong-ke/bang.xlsx", figures.statistics_file, name="statistics-file"),
    path("lam-viec/van-ban/thong-ke/danh-sach/", figures.behind, name="statistics-behind"),
]
