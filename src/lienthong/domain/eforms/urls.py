"""Pages about forms (biểu mẫu): kinds of questions, and the builder. The list of forms is a page of the workplace: it also tells which procedures use them."""

from django.urls import path

from lienthong.domain.eforms.views import editor, frames, kinds, review, starting, tries, units

app_name = "eforms"
_FORM = "lam-viec/bieu-mau/<str:code>/"
urlpatterns = [
    path("giao-dien/cau-hoi/", kinds.kinds, name="kinds"),
    path("don-vi-hanh-chinh/", units.units, name="units"),
    path("lam-viec/bieu-mau/moi/", starting.start, name="start"),
    path(_FORM, review.form, name="form"),
    path(f"{_FORM}phien-ban-moi/", starting.next_version, name="next-version"),
    path(f"{_FORM}soan/", editor.edit, name="edit"),
    path(f"{_FORM}soan/viec/", editor.act, name="act"),
    path(f"{_FORM}soan/ten/", editor.rename, name="rename"),
    path(f"{_FORM}soan/bo/", editor.discard, name="discard"),
    path(f"{_FORM}soan/cau/<str:entry_id>/", editor.save, name="save"),
    path(f"{_FORM}xem/", frames.frame, name="frame"),
    path(f"{_FORM}thu/", tries.tries, name="try"),
    path(f"{_FORM}thu/giu/", tries.keep, name="keep-case"),
    path(f"{_FORM}thu/tinh-huong/", tries.drop, name="drop-case"),
    path(f"{_FORM}thu/lai/", tries.restart, name="restart"),
    path(f"{_FORM}kiem-tra/", review.review, name="review"),
    path(f"{_FORM}so-sanh/", review.comparison, name="compare"),
    path(f"{_FORM}nhat-ky/", review.history, name="history"),
]
