"""Load the agencies of a province (nạp cây cơ quan của tỉnh).

A profile is a model of local government: `2tier-2025` (tỉnh, xã; from 01/07/2025) or `3tier-2019` (tỉnh, huyện, xã). The
data lies in `organizations/data/<profile>-<province>.json`, each file naming its sources.
"""

import json
from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import Any

from django.db import transaction

from lienthong.foundation.organizations.errors import OtherProfileLoaded, UnknownProfile
from lienthong.foundation.organizations.events import ProfileLoaded
from lienthong.foundation.organizations.identifiers import to_2016
from lienthong.foundation.organizations.models import Agency, Department, Tier
from lienthong.foundation.organizations.policies import require_manage
from lienthong.kit.actor import Actor
from lienthong.kit.events import publish
from lienthong.kit.text_vi import sort_key

DATA = Path(__file__).resolve().parents[1] / "data"
# First words of a unit's name -> kind of its departments, and the words in a sentence.
UNITS = {
    "Xã": "xa",
    "Phường": "phuong",
    "Thị trấn": "thi-tran",
    "Huyện": "huyen",
    "Thị xã": "thi-xa",
    "Thành phố": "thanh-pho",
}


@transaction.atomic
def load_profile(*, actor: Actor, profile: str, province: str) -> dict[str, int]:
    """Create or refresh the tree of a province; running it again changes nothing.

    Returns counts: agencies, departments, districts, communes. Raises UnknownProfile naming what there is, and
    OtherProfileLoaded when the database already holds another tree.
    """
    require_manage(actor)
    data = _read(profile, province)
    _refuse_another_tree(data)
    tiers = _load_tiers(data["tiers"])
    rows = _rows(data, tiers)
    _upsert(rows)
    _link(rows)
    departments = _load_departments(rows, data["departments"])
    publish(
        ProfileLoaded(
            profile=profile,
            province=province,
            by_account_id=actor.account_id,
            by_position_id=actor.position.id if actor.position else None,
            by_name=actor.name,
        )
    )
    return {
        "agencies": len(rows),
        "departments": departments,
        "districts": len(data.get("districts", ())),
        "communes": len(data["communes"]),
    }


def _read(profile: str, province: str) -> dict[str, Any]:
    known: list[str] = []
    for path in sorted(DATA.glob("*tier-*.json")):
        data: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
        # 64 was Gia Lai's code in 2019; today's code 52 is accepted for the old tree too, so one setting serves both.
        if data["profile"] == profile and province in {data["province"], *data.get("aliases", ())}:
            return data
        known.append(f"{data['profile']} với tỉnh {data['province']} ({data['province_name']})")
    raise UnknownProfile(
        f"Chưa có dữ liệu cơ quan cho mô hình “{profile}”, tỉnh “{province}”. Đang có: {'; '.join(known)}. "
        "Đặt lại PROFILE và PROVINCE, hoặc thêm tệp dữ liệu cho tỉnh này.",
        field="province",
    )


def _refuse_another_tree(data: dict[str, Any]) -> None:
    root = Agency.objects.filter(parent__isnull=True).order_by("id").first()
    if root is not None and (root.identifier, root.unit_code) != (data["root"], data["province"]):
        raise OtherProfileLoaded(
            f"Cơ sở dữ liệu đang có cây cơ quan của {root.name} (mã {root.identifier}, tỉnh {root.unit_code}). "
            f"Mô hình {data['profile']} cần một cơ sở dữ liệu trống: chạy lại với RESET=1 hoặc DATA_DIR khác."
        )


def _load_tiers(tiers: list[list[Any]]) -> dict[str, Tier]:
    Tier.objects.bulk_create(
        [Tier(code=code, name=name, rank=rank) for code, name, rank in tiers],
        update_conflicts=True,
        unique_fields=["code"],
        update_fields=["name", "rank"],
    )
    return Tier.objects.in_bulk([row[0] for row in tiers], field_name="code")


type Row = tuple[Agency, str, str]
"""Agency, identifier of its parent ("" for the root), key of its departments."""


def _rows(data: dict[str, Any], tiers: dict[str, Tier]) -> list[Row]:
    root, since = data["root"], date.fromisoformat(data["valid_from"]) if data["valid_from"] else None
    province = data["province_name"]

    def make(identifier: str, tier: str, kind: str, short: str, name: str, **more: Any) -> Agency:
        return Agency(
            identifier=identifier,
            identifier_2016=to_2016(identifier),
            name=name,
            short_name=short,
            tier=tiers[tier],
            kind=kind,
            valid_from=since,
            note=data["note"] if identifier != root else "",
            **more,
        )

    top = make(
        root,
        "tinh",
        "ubnd",
        f"UBND tỉnh {province}",
        f"Ủy ban nhân dân tỉnh {province}",
        unit_code=data["province"],
        sort_key="",
    )
    rows: list[Row] = [(top, "", "ubnd-tinh")]
    for group, kind, short, name, receives, departments in data["agencies"]:
        full = f"{name} {province}" if name.endswith(" tỉnh") else f"{name} tỉnh {province}"
        agency = make(
            f"{root}.{group}",
            "tinh",
            kind,
            short,
            full,
            receives_dossiers=bool(receives),
            sort_key=sort_key(short)[:250],
        )
        rows.append((agency, root, departments))
    for tier, units in (("huyen", data.get("districts", [])), ("xa", data["communes"])):
        for group, code, unit in units:
            word = next(word for word in UNITS if unit.startswith(f"{word} "))
            bare = unit.removeprefix(f"{word} ")
            agency = make(
                f"{root}.{group}",
                tier,
                "ubnd",
                unit,
                f"Ủy ban nhân dân {word.lower()} {bare}",
                unit_code=code,
                receives_dossiers=True,
                sort_key=sort_key(bare)[:250],
            )
            rows.append((agency, f"{root}.{group}".rpartition(".")[0], UNITS[word]))
    return rows


def _upsert(rows: list[Row]) -> None:
    Agency.objects.bulk_create(
        [agency for agency, _, _ in rows],
        update_conflicts=True,
        unique_fields=["identifier"],
        update_fields=[
            "identifier_2016", "name", "short_name", "tier", "kind", "unit_code", "receives_dossiers", "valid_from", "sort_key", "note",
        ],
    )  # fmt: skip


def _link(rows: list[Row]) -> None:
    ids = dict(Agency.objects.values_list("identifier", "pk"))
    for agency, parent, _ in rows:
        agency.pk = ids[agency.identifier]
        agency.parent_id = ids[parent] if parent else None
    Agency.objects.bulk_update([agency for agency, _, _ in rows], ["parent"])


def _load_departments(rows: Iterable[Row], kinds: dict[str, list[list[str]]]) -> int:
    departments = [
        Department(agency=agency, code=code, name=name) for agency, _, kind in rows for code, name in kinds[kind]
    ]
    Department.objects.bulk_create(
        departments, update_conflicts=True, unique_fields=["agency", "code"], update_fields=["name"]
    )
    return len(departments)
