"""`lienthong deadline`: when a limit ends, why, and by which calendar (tính hẹn trả). For officials who check and programs that compare."""

import json
from datetime import date, datetime
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from lienthong.foundation.organizations import queries as organizations
from lienthong.foundation.workdays import queries as workdays
from lienthong.foundation.workdays.services import Pause, calendar_as_json, due_by
from lienthong.kit.clock import VIETNAM
from lienthong.kit.errors import NotFound, Refused


class Command(BaseCommand):
    """Reckon one due date by the calendar of an agency."""

    help = "The due date of a limit: lienthong deadline --agency H21.05 --from 2026-11-13T08:15+07:00 --days 3 --json"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--agency", required=True, help="identifier of the agency, e.g. H21.05")
        parser.add_argument(
            "--from", required=True, dest="start", help="moment of acceptance, ISO 8601; without a zone: Vietnam's time"
        )
        limit = parser.add_mutually_exclusive_group(required=True)
        limit.add_argument("--hours", help="limit in working hours")
        limit.add_argument(
            "--days", help="limit in working days: the close of the Nth working day after the day of acceptance"
        )
        parser.add_argument(
            "--pause", action="append", default=[], help="a stretch that does not count, ISO/ISO; repeatable"
        )
        parser.add_argument("--json", action="store_true", help="print JSON: due, derivation, calendar")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            start = _moment(options["start"])
            pauses = [_pause(text) for text in options["pause"]]
            agency = _agency(options["agency"])
            calendar = workdays.calendar_for(agency.pk, start)
            unit, value = ("hours", options["hours"]) if options["hours"] is not None else ("days", options["days"])
            due = due_by(
                calendar,
                start=start,
                limit_value=_number(value),
                limit_unit="hours" if unit == "hours" else "working_days",
                pauses=pauses,
            )
        except Refused as refusal:
            raise CommandError(refusal.message) from refusal
        if options["json"]:
            body = {
                "due": due.due.isoformat(),
                "derivation": list(due.derivation),
                "calendar": calendar_as_json(calendar, start, due.due),
            }
            self.stdout.write(json.dumps(body, ensure_ascii=False, indent=1))
            return
        self.stdout.write(f"{agency.name}, {calendar.name}")
        for line in due.derivation:
            self.stdout.write(f"  {line}")


def _agency(identifier: str) -> Any:
    try:
        return organizations.agency_by_identifier(identifier)
    except NotFound:
        raise CommandError(
            f"Không có cơ quan mã định danh “{identifier[:40]}”. Mã có dạng H21.05; tra tại trang Cơ quan."
        ) from None


def _moment(text: str) -> datetime:
    try:
        found = datetime.fromisoformat(text.strip())
    except ValueError:
        raise CommandError(
            f"Thời điểm “{text[:60]}” không đọc được. Ghi dạng ISO 8601, ví dụ 2026-11-13T08:15+07:00."
        ) from None
    if not date(2000, 1, 1) <= found.date() <= date(2100, 1, 1):
        raise CommandError(f"Thời điểm “{text[:60]}” ở ngoài khoảng từ năm 2000 đến năm 2100. Kiểm tra lại năm.")
    return found if found.tzinfo else found.replace(tzinfo=VIETNAM)


def _pause(text: str) -> Pause:
    start, slash, end = text.partition("/")
    if not slash:
        raise CommandError(
            f"Khoảng tạm dừng “{text[:80]}” thiếu dấu /. Ghi dạng TỪ/ĐẾN, mỗi đầu là một thời điểm ISO 8601."
        )
    read = _moment(start), _moment(end)
    if read[1] < read[0]:
        raise CommandError(f"Khoảng tạm dừng “{text[:80]}” kết thúc trước khi bắt đầu. Đổi chỗ hai thời điểm.")
    return read


def _number(text: str) -> float:
    try:
        found = float(text.replace(",", "."))
    except ValueError:
        raise CommandError(
            f"Thời hạn “{text[:40]}” không phải là số. Ghi số giờ hoặc số ngày, ví dụ 3 hoặc 2.5."
        ) from None
    if not 0 <= found < 1e6:  # also refuses nan
        raise CommandError(f"Thời hạn “{text[:40]}” phải là số không âm. Ghi số giờ hoặc số ngày, ví dụ 3.")
    return found
