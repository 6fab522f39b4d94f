from django.urls import path

from lienthong.foundation.workflows import views

app_name = "workflows"
urlpatterns = [
    path("quy-trinh/<int:workflow_id>/bpmn.xml", views.bpmn, name="bpmn"),
]
