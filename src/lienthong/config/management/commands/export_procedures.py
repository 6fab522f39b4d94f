"""`lienthong export-procedures FILE`: write the catalogue to a file (xuất danh mục thủ tục)."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from lienthong.domain.procedures import queries

KINDS = {".xlsx": "xlsx", ".jsonl": "jsonl", ".json": "json"}


class Command(BaseCommand):
    """Exit code 0: written; 1: the file cannot be written or nothing fits the selection."""

    help = "Xuất danh mục thủ tục: sổ Excel, tệp danh mục JSON, hoặc bản ghi theo khuôn dạng quốc gia."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path, help="tệp đích; đuôi .xlsx, .json hoặc .jsonl chọn khuôn dạng")
        parser.add_argument(
            "--format", choices=sorted(queries.EXPORT_FORMATS), dest="kind", help="khuôn dạng, mặc định theo đuôi tệp"
        )
        parser.add_argument(
            "--code", action="append", dest="codes", help="chỉ xuất thủ tục mã này; ghi nhiều lần để chọn nhiều"
        )
        parser.add_argument("--field", default="", help="chỉ xuất một lĩnh vực (mã)")
        parser.add_argument("--origin", default="", help="chỉ xuất một nguồn: own, national, generated")

    def handle(self, *args: Any, **options: Any) -> None:
        path: Path = options["file"]
        kind = options["kind"] or KINDS.get(path.suffix.lower(), "json")
        rows = queries.exported_entries(options["codes"], field=options["field"], origin=options["origin"])
        if not rows:
            raise CommandError("Không có thủ tục nào khớp lựa chọn.")
        try:
            path.write_bytes(queries.exported(rows, kind))
        except OSError as error:
            raise CommandError(f"Không ghi được {path}: {error.strerror}.") from error
        self.stdout.write(f"Đã xuất {len(rows)} thủ tục vào {path}.")
