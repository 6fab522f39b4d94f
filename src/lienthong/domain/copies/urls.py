"""Addresses of certified copies (bản sao điện tử)."""

from django.urls import path

from lienthong.domain.copies.views import office, public

app_name = "copies"
urlpatterns = [
    path("ban-sao/", public.find, name="find"),
    path("ban-sao/<str:code>/", public.check, name="check"),
    path("lam-viec/ban-sao/", office.copies, name="copies"),
    path("lam-viec/ban-sao/lap/", office.prepare, name="prepare"),
    path("lam-viec/ban-sao/so/", office.book, name="book"),
    path("lam-viec/ban-sao/so/so-ban-sao.pdf", office.book_pdf, name="book-pdf"),
    path("lam-viec/ban-sao/quy-tac/", office.rule, name="rule"),
    path("lam-viec/ban-sao/<uuid:copy_id>/", office.copy, name="copy"),
    path("lam-viec/ban-sao/<uuid:copy_id>/tep/", office.file, name="file"),
]
