"""Addresses of processes (địa chỉ quy trình). The list stands in sites/workplace: it names procedures, which are not known here."""

from django.urls import path

from lienthong.foundation.workflows import views

app_name = "workflows"
urlpatterns = [
    path("quy-trinh/<int:workflow_id>/bpmn.xml", views.bpmn, name="bpmn"),
    path("lam-viec/quy-trinh/moi/", views.new_page, name="new"),
    path("lam-viec/quy-trinh/<slug:code>/", views.process_page, name="process"),
    path("lam-viec/quy-trinh/<slug:code>/soan/", views.edit_page, name="edit"),
    path("lam-viec/quy-trinh/<slug:code>/soan/<int:edits>.bpmn", views.draft_bpmn, name="draft-bpmn"),
    path("lam-viec/quy-trinh/<slug:code>/soat/", views.lint_part, name="lint"),
    path("lam-viec/quy-trinh/<slug:code>/nhap/", views.import_file, name="import"),
    path("lam-viec/quy-trinh/<slug:code>/lay-lai/", views.restore, name="restore"),
    path("lam-viec/quy-trinh/<slug:code>/so-sanh/", views.compare_page, name="compare"),
    path("lam-viec/quy-trinh/<slug:code>/quy-trinh.bpmn", views.export, name="export"),
    path("lam-viec/quy-trinh/<slug:code>/chuyen/", views.move_page, name="move"),
    path("lam-viec/quy-trinh/<slug:code>/chuyen/<int:move_id>/hoan-tac/", views.undo, name="undo"),
]
