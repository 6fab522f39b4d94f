"""`lienthong take_mail --to vanthu@… < letter`: a letter becomes a document that waits to be registered (thư đến vào hàng chờ).

The mail system hands every letter to one of our addresses to this command, as it hands mail to any program (the `pipe` of Postfix, the
`execute` of Sieve). Its exit code says what to do with the letter: 0 taken, now or before; 67 no such address; 65 no letter; 75 again later.
"""

import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import Error

from lienthong.domain.correspondence import services
from lienthong.kit.errors import Invalid

NO_ADDRESS, NO_LETTER, LATER = 67, 65, 75  # EX_NOUSER, EX_DATAERR, EX_TEMPFAIL of sysexits
LARGEST = 80 * 1024 * 1024


class Command(BaseCommand):
    """Take one letter."""

    help = "Nhận một thư (RFC 5322) vào hàng chờ vào sổ của cơ quan giữ địa chỉ; đọc từ tệp hoặc từ đầu vào chuẩn"

    def add_arguments(self, parser: ArgumentParser) -> None:
        """The address, and the file when it is not standard input."""
        parser.add_argument("letter", nargs="?", type=Path, help="tệp thư .eml; không có thì đọc đầu vào chuẩn")
        parser.add_argument("--to", required=True, help="địa chỉ nhận văn bản")

    def handle(self, *args: Any, **options: Any) -> None:
        """Take it; the same letter a second time changes nothing."""
        given: Path | None = options["letter"]
        raw = given.read_bytes() if given is not None else sys.stdin.buffer.read(LARGEST + 1)
        if not raw.strip() or len(raw) > LARGEST:
            raise CommandError("Thư rỗng hoặc lớn hơn 80 MB.", returncode=NO_LETTER)
        try:
            row = services.take_letter_for(raw=raw, address=options["to"])
        except Invalid as refusal:
            raise CommandError(refusal.problems["files"], returncode=NO_LETTER) from None
        except (Error, OSError) as trouble:
            raise CommandError(f"Chưa nhận được: {trouble}", returncode=LATER) from trouble
        if row is None:
            raise CommandError(f"Không cơ quan nào nhận văn bản tại {options['to']}.", returncode=NO_ADDRESS)
        self.stdout.write(f"{row.pk} {row.state}")
