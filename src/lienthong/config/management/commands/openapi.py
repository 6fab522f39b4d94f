"""`lienthong openapi`: the document of the API (mô tả API), kept in docs/api/openapi.json so that a change is seen in review."""

from typing import Any

import orjson
from django.core.management.base import BaseCommand, CommandError, CommandParser

from lienthong.config.api import api
from lienthong.config.installation import PROJECT

DOCUMENT = PROJECT / "docs/api/openapi.json"


def document() -> bytes:
    """OpenAPI 3.1 as JSON, two spaces, a newline at the end."""
    options = orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE | orjson.OPT_NON_STR_KEYS
    return orjson.dumps(api.get_openapi_schema(), option=options, default=str)


class Command(BaseCommand):
    """Print, write or compare docs/api/openapi.json."""

    help = "OpenAPI 3.1 of /api/v1/; --write makes docs/api/openapi.json, --check compares it."
    requires_system_checks: list[str] = []  # it reads no table

    def add_arguments(self, parser: CommandParser) -> None:
        choice = parser.add_mutually_exclusive_group()
        choice.add_argument("--check", action="store_true", help="fail when docs/api/openapi.json is out of date")
        choice.add_argument("--write", action="store_true", help="write docs/api/openapi.json")

    def handle(self, **options: Any) -> None:
        made = document()
        if options["write"]:
            DOCUMENT.parent.mkdir(parents=True, exist_ok=True)
            DOCUMENT.write_bytes(made)
        elif options["check"]:
            if not DOCUMENT.exists() or DOCUMENT.read_bytes() != made:
                raise CommandError("docs/api/openapi.json is out of date: run `lienthong openapi --write`")
        else:
            self.stdout.write(made.decode())
