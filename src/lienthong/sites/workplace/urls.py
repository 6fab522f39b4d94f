"""Pages for officers that mix several apps (nơi làm việc). Hangs under /lam-viec/."""

from django.urls import path

from lienthong.sites.workplace import (
    agencies,
    calendars,
    delegations,
    forms,
    processes,
    reorganizations,
    shifts,
    simulation,
    views,
)

app_name = "workplace"

urlpatterns = [
    path("", views.today, name="today"),
    path("uy-quyen/", delegations.delegations, name="delegations"),
    path("uy-quyen/lap/", delegations.delegate, name="delegate"),
    path("uy-quyen/<int:delegation_id>/nhan/", delegations.accept, name="accept-delegation"),
    path("uy-quyen/<int:delegation_id>/thoi/", delegations.end, name="end-delegation"),
    path("uy-quyen/vang-mat/", delegations.absent, name="absent"),
    path("uy-quyen/vang-mat/<int:absence_id>/bo/", delegations.present, name="present"),
    path("ca-thu/", shifts.shifts, name="shifts"),
    path("ca-thu/mo/", shifts.open_shift, name="open-shift"),
    path("ca-thu/<uuid:shift_id>/", shifts.shift, name="shift"),
    path("ca-thu/<uuid:shift_id>/dong/", shifts.close, name="close-shift"),
    path("ca-thu/<uuid:shift_id>/dieu-chinh/", shifts.correct, name="correct-cash"),
    path("ca-thu/<uuid:shift_id>/xac-nhan/<int:entry_id>/", shifts.confirm, name="confirm-entry"),
    path("ca-thu/<uuid:shift_id>/nhan-quy/", shifts.take_over, name="take-over"),
    path("ca-thu/<uuid:shift_id>/tra-lai/", shifts.send_back, name="send-shift-back"),
    path("ca-thu/<uuid:shift_id>/bao-cao.<slug:kind>", shifts.report, name="shift-report"),
    path("lich-lam-viec/", calendars.calendars, name="calendars"),
    path("lich-lam-viec/lap/", calendars.own_calendar, name="own-calendar"),
    path("lich-lam-viec/<int:calendar_id>/", calendars.calendar, name="calendar"),
    path("lich-lam-viec/<int:calendar_id>/dong-cua/", calendars.close_day, name="close-day"),
    path("bieu-mau/", forms.forms, name="forms"),
    path("bieu-mau/<str:code>/thu-tuc/", forms.uses, name="form-uses"),
    path("quy-trinh/", processes.processes, name="processes"),
    path("mo-phong-quy-trinh/", simulation.simulation, name="simulation"),
    path("quy-trinh/<slug:code>/thu-tuc/", processes.uses, name="process-uses"),
    path("sap-xep/", reorganizations.reorganizations, name="reorganizations"),
    path("sap-xep/lap/", reorganizations.prepare, name="prepare-reorganization"),
    path("sap-xep/<int:reorganization_id>/", reorganizations.reorganization, name="reorganization"),
    path("sap-xep/<int:reorganization_id>/chia/", reorganizations.place, name="place-reorganization"),
    path("sap-xep/<int:reorganization_id>/thuc-hien/", reorganizations.carry_out, name="carry-out-reorganization"),
    path("sap-xep/<int:reorganization_id>/thu-hoi/", reorganizations.call_back, name="call-back-reorganization"),
    path("co-quan/", agencies.agencies, name="agencies"),
    path("co-quan/<str:identifier>/", agencies.agency, name="agency"),
]
