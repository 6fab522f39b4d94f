"""`lienthong attribute_lateness`: accounts for dossiers that ended before there were accounts (quy trách nhiệm cho hồ sơ đã có)."""

import uuid
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from lienthong.domain.lateness import services


class Command(BaseCommand):
    """Writes what is missing, in batches; may be stopped and begun again, also with `--after` the id it told last."""

    help = "Tính ai giữ hồ sơ bao lâu cho các hồ sơ đã kết thúc mà chưa có; chạy lại không ghi lần thứ hai"

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Where to begin and how much at once."""
        parser.add_argument("--after", type=uuid.UUID, help="bắt đầu sau hồ sơ có id này")
        parser.add_argument("--batch", type=int, default=services.BATCH, help="số hồ sơ mỗi lần ghi (mặc định 1000)")

    def handle(self, *args: Any, **options: Any) -> None:
        """Batch after batch, one line each."""
        total = services.Kept()
        for last, kept in services.keep_accounts(after=options["after"], batch=max(1, options["batch"])):
            total += kept
            if kept.written:
                self.stdout.write(f"{total.written} hồ sơ, đến {last}")
        self.stdout.write(
            f"Đã ghi {total.written} hồ sơ, trong đó {total.broken} không tính được; xem lý do ở /lam-viec/tre-han/."
        )
