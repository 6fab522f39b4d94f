"""Addresses of numbers and appointments (lấy số, đặt lịch hẹn)."""

from django.urls import path

from lienthong.domain.tickets.views import appointments, kiosk, staff, wall

app_name = "tickets"
urlpatterns = [
    path("lay-so/<str:identifier>/", kiosk.kiosk, name="kiosk"),
    path("phieu/<str:token>/", kiosk.ticket, name="ticket"),
    path("phieu/<str:token>/huy/", kiosk.leave, name="leave"),
    path("man-hinh/<str:identifier>/", wall.wall, name="wall"),
    path("dat-lich/", appointments.offices, name="offices"),
    path("dat-lich/<str:identifier>/", appointments.booking, name="booking"),
    path("lich-hen/<str:token>/", appointments.appointment, name="appointment"),
    path("lich-hen/<str:token>/lich.ics", appointments.calendar_file, name="calendar-file"),
    path("lich-hen/<str:token>/huy/", appointments.cancel, name="cancel"),
    path("lam-viec/quay/", staff.points, name="points"),
    path("lam-viec/quay/bo-tri/", staff.arrange, name="arrange"),
    path("lam-viec/quay/hom-nay/", staff.of_the_day, name="of-the-day"),
    path("lam-viec/quay/hen/", staff.expected, name="expected"),
    path("lam-viec/quay/<int:point_id>/", staff.point, name="point"),
    path("lam-viec/quay/<int:point_id>/goi/", staff.call, name="call"),
    path("lam-viec/quay/<int:point_id>/<str:verb>/", staff.act, name="act"),
]
