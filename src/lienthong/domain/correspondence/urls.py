"""Addresses of documents (văn bản đến, văn bản đi)."""

from django.urls import path

from lienthong.domain.correspondence.views import (
    figures,
    finding,
    incoming_document,
    incoming_lists,
    incoming_registering,
    mailboxes,
    outgoing_copying,
    outgoing_document,
    outgoing_issuing,
    outgoing_lists,
    outgoing_preparing,
    outgoing_signing,
    registers,
    ruling,
)

app_name = "correspondence"
OUT = "lam-viec/van-ban-di/"
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
    path("lam-viec/van-ban/quy-tac/", ruling.rules, name="rules"),
    path("lam-viec/van-ban/hop-thu/", mailboxes.mailboxes, name="mailboxes"),
    path("lam-viec/van-ban/hop-thu/<int:mailbox_id>/", mailboxes.mailbox, name="mailbox"),
    path(OUT, outgoing_lists.documents, name="outgoing"),
    path(f"{OUT}trinh-ky/", outgoing_preparing.prepare, name="out-prepare"),
    path(f"{OUT}cho-toi-ky/", outgoing_lists.pile, name="out-pile"),
    path(f"{OUT}phat-hanh/", outgoing_issuing.desk, name="out-desk"),
    path(f"{OUT}so/", outgoing_issuing.numbers, name="out-numbers"),
    path(f"{OUT}luot/", outgoing_signing.confirm, name="out-confirm"),
    path(f"{OUT}luot/<uuid:round_id>/", outgoing_signing.round_page, name="out-round"),
    path(f"{OUT}luot/<uuid:round_id>/tiep/", outgoing_signing.resume, name="out-resume"),
    path(f"{OUT}ban-sao/", outgoing_copying.copies, name="out-copies"),
    path(f"{OUT}ban-sao/<uuid:copy_id>/", outgoing_copying.copy_file, name="out-copy"),
    path("lam-viec/van-ban/<uuid:document_id>/sao/", outgoing_copying.copy, name="copy-document"),
    path(f"{OUT}<uuid:document_id>/", outgoing_document.document, name="out-document"),
    path(f"{OUT}<uuid:document_id>/ky/", outgoing_signing.look, name="out-sign"),
    path(f"{OUT}<uuid:document_id>/ky/xong/", outgoing_signing.sign, name="out-put-name"),
    path(f"{OUT}<uuid:document_id>/tra-lai/", outgoing_signing.give_back, name="out-give-back"),
    path(f"{OUT}<uuid:document_id>/phat-hanh/", outgoing_issuing.issue, name="out-issue"),
    path(f"{OUT}<uuid:document_id>/tep/<int:place>/", outgoing_document.file, name="out-file"),
    path("lam-viec/van-ban-den/", incoming_lists.documents, name="incoming"),
    path("lam-viec/van-ban-den/cua-toi/", incoming_lists.mine, name="inbox"),
    path("lam-viec/van-ban-den/cua-toi/hom-nay/", incoming_lists.of_the_day, name="inbox-of-the-day"),
    path("lam-viec/van-ban-den/cau-but-phe/", incoming_lists.phrases, name="phrases"),
    path("lam-viec/van-ban-den/vao-so/", incoming_registering.register, name="register"),
    path("lam-viec/van-ban-den/vao-so/tep/", incoming_registering.put_in, name="put-in"),
    path(
        "lam-viec/van-ban-den/vao-so/<uuid:arrival_id>/", incoming_registering.register_waiting, name="register-waiting"
    ),
    path("lam-viec/van-ban-den/vao-so/<uuid:arrival_id>/tra-lai/", incoming_registering.give_back, name="give-back"),
    path("lam-viec/van-ban-den/vao-so/<uuid:arrival_id>/thu-goc/", incoming_registering.original, name="original"),
    path(
        "lam-viec/van-ban-den/vao-so/<uuid:arrival_id>/tep/<int:place>/", incoming_registering.file, name="waiting-file"
    ),
    path("lam-viec/van-ban-den/<uuid:document_id>/", incoming_document.document, name="document"),
    path("lam-viec/van-ban-den/<uuid:document_id>/sua/", incoming_document.correct, name="correct"),
    path("lam-viec/van-ban-den/<uuid:document_id>/tep/<int:place>/", incoming_document.file, name="file"),
]
