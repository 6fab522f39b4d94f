"""Kinds of paper are data that officials keep (danh mục loại giấy tờ)."""

import json
import re
from collections.abc import Sequence
from pathlib import Path

from django.db import transaction

from lienthong.foundation.audit import services as audit
from lienthong.foundation.vault import policies
from lienthong.foundation.vault.models import PaperKind
from lienthong.kit import clock
from lienthong.kit.actor import Actor
from lienthong.kit.errors import Invalid
from lienthong.kit.text_vi import clean

_FIRST = Path(__file__).parents[1] / "data" / "paper_kinds.json"
_CODE = re.compile(r"[\w.\-/]{2,80}", re.ASCII)
MOST_FITS = 200


@transaction.atomic
def load_kinds(*, actor: Actor) -> int:
    """The kinds an installation begins with; those that officials have changed stay as they are. How many there are."""
    there = set(PaperKind.objects.values_list("code", flat=True))
    rows = [
        PaperKind(
            code=each["code"],
            name=each["name"],
            valid_months=each.get("valid_months"),
            fits=each.get("fits", []),
            basis=each.get("basis", ""),
            changed_at=clock.now(),
            changed_by_name=actor.name,
        )
        for each in json.loads(_FIRST.read_text("utf-8"))
        if each["code"] not in there
    ]
    PaperKind.objects.bulk_create(rows)
    return len(there) + len(rows)


@transaction.atomic
def save_kind(
    *, actor: Actor, code: str, name: str, valid_months: int | None, fits: Sequence[str], basis: str, new: bool = False
) -> PaperKind:
    """Write a kind. It counts for papers kept from now on; where it fits counts at once. Raises NotAllowed, Invalid."""
    policies.require_kinds(actor)
    code, name = clean(code), clean(name)[:300]
    wanted = list(dict.fromkeys(clean(each) for each in fits if clean(each)))
    problems: dict[str, str] = {}
    if not _CODE.fullmatch(code):
        problems["code"] = f"Mã “{code[:40]}” không đúng. Dùng chữ không dấu, số, dấu chấm, gạch; ví dụ KQ.G15.000031."
    elif new and PaperKind.objects.filter(code=code).exists():
        problems["code"] = f"Đã có loại giấy tờ mang mã {code}. Mở loại đó để sửa."
    if not name:
        problems["name"] = "Chưa ghi tên loại giấy tờ."
    if valid_months is not None and not 1 <= valid_months <= 1200:
        problems["valid_months"] = "Thời hạn giá trị từ 1 đến 1200 tháng; không có thời hạn thì để trống."
    bad = [each for each in wanted if not _CODE.fullmatch(each)]
    if bad or len(wanted) > MOST_FITS:
        problems["fits"] = (
            f"Mã thành phần “{bad[0][:40]}” không đúng. Mỗi dòng một mã, ví dụ 1.001776/birth_certificate."
            if bad
            else f"Tối đa {MOST_FITS} thành phần, đang có {len(wanted)}."
        )
    if problems:
        raise Invalid(problems)
    kind, _ = PaperKind.objects.update_or_create(
        code=code,
        defaults={
            "name": name,
            "valid_months": valid_months,
            "fits": wanted,
            "basis": clean(basis)[:300],
            "changed_at": clock.now(),
            "changed_by_name": actor.name,
        },
    )
    audit.record(
        actor=actor,
        verb="save_paper_kind",
        subject_type="paper_kind",
        subject_id=kind.pk,
        details={"code": code, "valid_months": valid_months, "fits": wanted},
    )
    return kind
