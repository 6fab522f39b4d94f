"""`lienthong check_package FILE`: whether a package of a file (BagIt in a ZIP) is whole (kiểm tra gói hồ sơ). Reads no database."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from lienthong.kit.bags import check_bag


class Command(BaseCommand):
    help = "Kiểm tra gói hồ sơ (BagIt, RFC 8493): tệp nào thiếu, thừa, bị sửa."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        """The package."""
        parser.add_argument("file", type=Path, help="gói .zip xuất từ hồ sơ công việc, hoặc gói BagIt của nơi khác")

    def handle(self, *, file: Path, **options: Any) -> None:
        """Say every problem; the exit code is 1 when there is one."""
        if not file.is_file():
            raise CommandError(f"Không có tệp {file}.")
        verdict = check_bag(file)
        for text in (*verdict.problems, *verdict.remarks):
            self.stdout.write(f"- {text}")
        if not verdict.is_whole:
            raise CommandError(f"Gói KHÔNG còn nguyên: {len(verdict.problems)} chỗ sai.")
        self.stdout.write(
            f"Gói còn nguyên: {verdict.files} tệp, {verdict.bytes} byte, mã băm của gói {verdict.digest}."
        )
