"""Pages of dossiers (đường dẫn của hồ sơ)."""

from django.urls import path

from lienthong.domain.dossiers.views import (
    answering,
    citizen,
    declarations,
    documents,
    filing,
    handling,
    lifecycle,
    lookup,
    papers,
    queues,
    superseding,
    supplement,
)

app_name = "dossiers"

urlpatterns = [
    # the applicant files
    path("nop-ho-so/<str:code>/", filing.start, name="start"),
    path("nop-ho-so/<str:code>/mau-to-khai.pdf", declarations.blank, name="blank-declaration"),
    path("ban-khai/<str:reference>/", filing.resume, name="filing"),
    path("ban-khai/<str:reference>/to-khai.pdf", declarations.draft, name="filing-declaration"),
    path("ban-khai/<str:reference>/noi-dung-moi/", superseding.filing_version, name="filing-version"),
    path("ban-khai/<str:reference>/noi-giai-quyet/", filing.agency, name="filing-agency"),
    path("ban-khai/<str:reference>/to-khai/<slug:page>/", answering.form_page, name="filing-page"),
    path("ban-khai/<str:reference>/to-khai/<slug:page>/luu/", answering.autosave, name="filing-autosave"),
    path("ban-khai/<str:reference>/to-khai/<slug:page>/chua-dung/", answering.wrong, name="filing-wrong"),
    path("ban-khai/<str:reference>/giay-to/", papers.papers, name="filing-papers"),
    path("ban-khai/<str:reference>/giay-to/<int:paper_id>/xoa/", papers.drop_paper, name="filing-drop-paper"),
    path("ban-khai/<str:reference>/kiem-tra/", filing.check, name="filing-check"),
    path("ban-khai/<str:reference>/nop-phi/", filing.fee, name="filing-fee"),
    path("ban-khai/<str:reference>/nop/", filing.submit, name="filing-submit"),
    path("ban-khai/<str:reference>/may-khac/", answering.elsewhere, name="filing-elsewhere"),
    path("ban-khai/<str:reference>/xoa/", filing.discard, name="filing-discard"),
    # the applicant follows
    path("ho-so/", citizen.mine, name="mine"),
    path("ho-so/<str:code>/", citizen.detail, name="detail"),
    path("ho-so/<str:code>/da-nop/", citizen.submitted, name="submitted"),
    path("ho-so/<str:code>/rut/", citizen.withdraw, name="withdraw"),
    path("ho-so/<str:code>/bo-sung/", supplement.answer, name="supplement"),
    path("ho-so/<str:code>/bo-sung/gui/", supplement.send, name="supplement-send"),
    path("ho-so/<str:code>/nghia-vu/", lifecycle.renew_duty, name="renew-duty"),
    path("tra-cuu/", lookup.lookup, name="lookup"),
    # papers of a dossier
    path("ho-so/<str:code>/giay-tiep-nhan.pdf", documents.receipt, name="receipt"),
    path("ho-so/<str:code>/to-khai.pdf", declarations.kept, name="declaration"),
    path("to-khai/<str:mark>/", declarations.scanned, name="scanned"),
    path("tep/<uuid:file_id>/", documents.file, name="file"),
    # the office works
    path("lam-viec/tiep-nhan/", queues.reception, name="reception"),
    path("lam-viec/xu-ly/", queues.processing, name="processing"),
    path("lam-viec/cho-toi/", queues.approval, name="approval"),
    path("lam-viec/van-thu/", queues.stamping, name="stamping"),
    path("lam-viec/ho-so/", queues.register, name="register"),
    path("lam-viec/tim/", queues.find, name="find"),
    path("lam-viec/thu-tuc/<str:code>/ho-so-dang-mo/", superseding.open_dossiers, name="open-dossiers"),
    path("lam-viec/de-xuat/", lifecycle.proposals, name="proposals"),
    path("lam-viec/de-xuat/<int:proposal_id>/", lifecycle.decide, name="decide"),
    path("lam-viec/ho-so/<str:code>/dien-bien/<slug:key>/", lifecycle.act, name="life-act"),
    path("lam-viec/ho-so/<str:code>/", handling.work, name="work"),
    path("lam-viec/ho-so/<str:code>/to-khai.docx", declarations.word, name="declaration-word"),
    path("lam-viec/ho-so/<str:code>/tiep-nhan/", handling.accept, name="accept"),
    path("lam-viec/ho-so/<str:code>/tu-choi/", handling.reject, name="reject"),
    path("lam-viec/ho-so/<str:code>/yeu-cau-bo-sung/", handling.request_supplement, name="request-supplement"),
    path("lam-viec/ho-so/<str:code>/du-thao/", handling.draft, name="draft"),
    path("lam-viec/ho-so/<str:code>/chuyen/", handling.complete, name="complete"),
    path("lam-viec/ho-so/<str:code>/tra-lai/", handling.send_back, name="send-back"),
    path("lam-viec/ho-so/<str:code>/ky/", handling.sign, name="sign"),
    path("lam-viec/ho-so/<str:code>/tra-ket-qua/", handling.return_result, name="return"),
]
