"""Addresses of work files and of the archive (hồ sơ công việc, lưu trữ)."""

from django.urls import path

from lienthong.domain.archive.views import destroying, files, handovers, lists, reading

app_name = "archive"
FILE, SHELF = "lam-viec/ho-so-cong-viec/", "lam-viec/luu-tru/"
urlpatterns = [
    path(FILE, files.mine, name="files"),
    path(f"{FILE}mo/", files.open_file, name="open"),
    path(f"{FILE}<uuid:file_id>/", files.file, name="file"),
    path(f"{FILE}<uuid:file_id>/tep/<int:content_id>/", files.content, name="content"),
    path(f"{FILE}<uuid:file_id>/muc-luc.pdf", files.index_pdf, name="file-index"),
    path(f"{FILE}<uuid:file_id>/mo-ta.xml", files.description_xml, name="file-xml"),
    path(f"{FILE}<uuid:file_id>/van-ban.csv", files.description_csv, name="file-csv"),
    path(f"{FILE}<uuid:file_id>/goi.zip", files.package, name="file-package"),
    path(SHELF, reading.search, name="search"),
    path(f"{SHELF}khai-thac/", reading.loans, name="loans"),
    path(f"{SHELF}danh-muc/", lists.lists, name="lists"),
    path(f"{SHELF}danh-muc/<int:list_id>/", lists.file_list, name="list"),
    path(f"{SHELF}danh-muc/<int:list_id>/dong/", lists.entry, name="entry"),
    path(f"{SHELF}danh-muc/<int:list_id>/danh-muc.pdf", lists.list_pdf, name="list-pdf"),
    path(f"{SHELF}danh-muc/<int:list_id>/danh-muc.xlsx", lists.list_xlsx, name="list-xlsx"),
    path(f"{SHELF}nop-luu/", handovers.handovers, name="handovers"),
    path(f"{SHELF}nop-luu/<uuid:handover_id>/", handovers.handover, name="handover"),
    path(f"{SHELF}nop-luu/<uuid:handover_id>/bien-ban.pdf", handovers.minutes, name="minutes"),
    path(f"{SHELF}nop-luu/<uuid:handover_id>/muc-luc.pdf", handovers.index_pdf, name="handover-index"),
    path(f"{SHELF}tieu-huy/", destroying.destructions, name="destructions"),
    path(f"{SHELF}tieu-huy/<uuid:destruction_id>/", destroying.destruction, name="destruction"),
    path(f"{SHELF}tieu-huy/<uuid:destruction_id>/danh-muc.pdf", destroying.list_pdf, name="destruction-pdf"),
    path(f"{SHELF}tieu-huy/<uuid:destruction_id>/bien-ban.pdf", destroying.minutes, name="destruction-minutes"),
]
