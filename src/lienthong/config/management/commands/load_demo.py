"""`lienthong load_demo`: fill an empty database with the demo province (nạp tỉnh chạy thử)."""

import time
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from lienthong.config.demo_province import loading
from lienthong.config.demo_province.plan import DEFAULT_DOSSIERS


class Command(BaseCommand):
    """Load once; a second run says so and changes nothing."""

    help = "Nạp tỉnh chạy thử: cơ quan, cán bộ, người dân và hồ sơ 60 ngày gần đây."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--province", default=settings.PROVINCE_CODE, help="mã tỉnh (GSO), mặc định theo PROVINCE")
        parser.add_argument(
            "--profile", default=settings.PROFILE, help="2tier-2025 hoặc 3tier-2019, mặc định theo PROFILE"
        )
        parser.add_argument("--dossiers", type=int, default=DEFAULT_DOSSIERS, help="số hồ sơ")

    def handle(self, *args: Any, **options: Any) -> None:
        profile = options["profile"]
        if profile != settings.PROFILE:
            raise CommandError(
                f"Đang chạy với PROFILE={settings.PROFILE}. Đặt biến PROFILE={profile} rồi chạy lại lệnh này."
            )
        accounts_file = Path(settings.DATA_DIR) / "demo-accounts.json"
        started = time.monotonic()

        def say(text: str) -> None:
            self.stdout.write(f"[{time.monotonic() - started:5.1f} s] {text}")

        if loading.is_loaded():
            if not accounts_file.exists():
                loading.rewrite_accounts(profile=profile, accounts_file=accounts_file)
            say("Tỉnh chạy thử đã được nạp trước đó, không nạp lại.")
            return
        loading.load(
            province=options["province"],
            profile=profile,
            count=options["dossiers"],
            accounts_file=accounts_file,
            say=say,
        )
        say(f"Đã nạp {options['dossiers']} hồ sơ. Tài khoản: {accounts_file}")
