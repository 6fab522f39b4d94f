"""`lienthong import-procedures FILE`: bring a catalogue file into the catalogue (nhập danh mục thủ tục)."""

import json
import time
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from lienthong.domain.procedures import services
from lienthong.kit.actor import SYSTEM
from lienthong.kit.errors import Refused

REFUSED, UNREADABLE = 1, 2


class Command(BaseCommand):
    """Exit code 0: done (or would be); 1: some rows are refused and nothing was imported; 2: the file cannot be read."""

    help = "Nhập danh mục thủ tục từ JSON, JSON theo dòng, bản nén .gz, CSV danh sách quốc gia hoặc sổ Excel. Sai một dòng thì không ghi dòng nào."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path, help="tệp danh mục")
        parser.add_argument("--dry-run", action="store_true", help="chỉ xem kết quả, không ghi")
        parser.add_argument("--json", action="store_true", dest="as_json", help="in số đếm và danh sách lỗi dạng JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        path: Path = options["file"]
        started = time.monotonic()
        try:
            done = services.import_file(
                actor=SYSTEM, content=path.read_bytes(), file_name=path.name, dry_run=options["dry_run"]
            )
        except OSError as error:
            raise CommandError(f"Không mở được {path}: {error.strerror}.", returncode=UNREADABLE) from error
        except Refused as refusal:
            if options["as_json"]:
                self.stdout.write(json.dumps({"error": refusal.code, "message": refusal.message}, ensure_ascii=False))
            raise CommandError(refusal.message, returncode=UNREADABLE) from refusal
        report = done.report
        if options["as_json"]:
            said = {**report["counts"], "done": done.done, "problems": report["problems"]}
            self.stdout.write(json.dumps(said, ensure_ascii=False, indent=1))
        else:
            self._tell(report, done.done, dry_run=options["dry_run"], seconds=time.monotonic() - started)
        if done.is_refused:
            raise CommandError("Chưa nhập thủ tục nào. Sửa các dòng đã nêu rồi nhập lại.", returncode=REFUSED)

    def _tell(self, report: dict[str, Any], done: bool, *, dry_run: bool, seconds: float) -> None:  # noqa: FBT001  # one caller
        counts = report["counts"]
        for problem in report["problems"]:
            place = f"{problem['sheet']} dòng {problem['line']}" + (
                f", {problem['column']}" if problem["column"] else ""
            )
            self.stdout.write(
                f"{place}: {problem['message']}" + (f" Đang ghi: {problem['value']}" if problem["value"] else "")
            )
        said = "Đã nhập" if done else "Nhập thử" if dry_run else "Chưa nhập"
        self.stdout.write(
            f"{said} ({seconds:.1f} s): đọc {counts['read']}, mới {counts['new']}, thay đổi {counts['changed']} (thành dự thảo {counts['drafted']}), "
            f"không đổi {counts['unchanged']}, có chỗ cần làm rõ {counts['flagged']}, bị từ chối {counts['refused']}."
        )
