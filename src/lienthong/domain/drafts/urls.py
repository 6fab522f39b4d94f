"""Pages of drafts (đường dẫn của dự thảo). A draft is begun at /lam-viec/du-thao/moi/, in sites/workplace."""

from django.urls import path

from lienthong.domain.drafts.views import acts, draft, lists

app_name = "drafts"
ONE = "lam-viec/du-thao/<uuid:draft_id>"
urlpatterns = [
    path("lam-viec/du-thao/", lists.drafts, name="drafts"),
    path("lam-viec/du-thao/tra-loi/<uuid:document_id>/", lists.answering, name="answering"),
    path("lam-viec/mau-van-ban/", lists.templates, name="templates"),
    path("lam-viec/mau-van-ban/<int:template_id>/mau.docx", lists.template_file, name="template-file"),
    path("lam-viec/mau-van-ban/<int:template_id>/thoi/", lists.end, name="end-template"),
    path("lam-viec/mau-van-ban/khoi-dau/<str:kind>/", lists.starting, name="starting-template"),
    path(f"{ONE}/", draft.draft, name="draft"),
    path(f"{ONE}/so-sanh/", draft.compare, name="compare"),
    path(f"{ONE}/ban/<int:number>/van-ban.pdf", draft.printed, name="pdf"),
    path(f"{ONE}/ban/<int:number>/tep/", draft.original, name="file"),
    path(f"{ONE}/kem-theo/<int:appendix_id>/", draft.appendix, name="appendix"),
    path(f"{ONE}/luu/", acts.save, name="save"),
    path(f"{ONE}/thong-tin/", acts.facts, name="facts"),
    path(f"{ONE}/tai-len/", acts.upload, name="upload"),
    path(f"{ONE}/chuyen-ma/", acts.convert, name="convert"),
    path(f"{ONE}/kem-theo/", acts.attach, name="attach"),
    path(f"{ONE}/kem-theo/<int:appendix_id>/bo/", acts.detach, name="detach"),
    path(f"{ONE}/chuyen/", acts.pass_on, name="pass"),
    path(f"{ONE}/gop-y/", acts.comment, name="comment"),
    path(f"{ONE}/gop-y/<int:comment_id>/xong/", acts.resolve, name="resolve"),
    path(f"{ONE}/lay-y-kien/", acts.ask, name="ask"),
    path(f"{ONE}/y-kien/<int:opinion_id>/", acts.opinion, name="opinion"),
]
