"""The editor of a draft: what is not touched stays as it is, whatever the entry holds."""

from typing import Any

import pytest
from django.http import QueryDict

from lienthong.domain.procedures.forms import PARTS, Known, read_part, view_part
from lienthong.domain.procedures.record import settled
from lienthong.domain.procedures.services.reading import read_catalogue
from lienthong.domain.procedures.wording import compare

KNOWN = Known(
    fields=[(row["code"], row["name"]) for row in read_catalogue(None)["fields"]],
    cases=[("a", "Trường hợp A")],
    questions=[],
    forms=[("=", "Giữ")],
    workflows=[("=", "Giữ")],
)

FULL: dict[str, Any] = {
    "cases": [{"key": "a", "name": "Trường hợp A"}],
    "order": [{"case": "a", "steps": ["Bước 1: nộp", "Bước 2: nhận"]}, {"case": "", "steps": ["Chung"]}],
    "ways": [
        {
            "channel": "counter",
            "note": "Tại một cửa",
            "terms": [
                {"value": None, "unit": "", "text": "Không quá 15 ngày", "fees": [{"amount": 5000, "currency": "đồng", "note": "lệ phí", "kind": "le_phi"}]},
                {"value": 3, "unit": "days", "text": "3 ngày", "note": "gấp", "fees": []},
            ],
        },
        {"channel": "online", "terms": []},
    ],
    "carried_out_by": [{"name": "UBND cấp xã", "code": "H21.1", "tier": "xa"}],
    "results": [{"name": "Giấy", "code": "KQ1"}, {"name": "Trích lục"}],
    "result": {"name": "Giấy", "code": "KQ1"},
    "strange": {"kept": True},
}  # fmt: skip


def posted(part: str, entry: dict[str, Any]) -> QueryDict:
    """What a browser sends when nothing is touched."""
    view = view_part(PARTS[part], entry, KNOWN)
    post = QueryDict(mutable=True)

    def put(each: Any) -> None:
        if isinstance(each.value, list):
            post.setlist(each.id, each.value)
        elif each.box.kind != "bool" or each.value:
            post[each.id] = each.value

    for each in view.boxes:
        put(each)
    for table in view.tables:
        post[f"{table.table.key}-rows"] = str(len(table.rows))
        for row in table.rows:
            post[f"{row.prefix}was"] = row.was
            post[f"{row.prefix}order"] = str(row.number * 10)
            for each in (*row.boxes, *row.more):
                put(each)
    return post


@pytest.mark.parametrize("part", PARTS)
def test_saving_an_untouched_part_changes_nothing(part: str) -> None:
    entries = read_catalogue(None)["procedures"]
    for entry in [*entries, entries[0] | FULL]:
        asked = {term["answer"] for fee in entry.get("fees", []) for term in fee.get("quantity", [])}
        asked |= {fee["applies"]["answer"] for fee in entry.get("fees", []) if fee.get("applies")}
        known = Known(
            fields=KNOWN.fields, cases=KNOWN.cases, forms=KNOWN.forms, workflows=KNOWN.workflows,
            questions=[(name, name) for name in asked],
        )  # fmt: skip
        typed = read_part(PARTS[part], posted(part, entry), entry, known)
        assert not typed.problems
        after = settled({**entry, **typed.said})
        assert compare(entry, after) == ()
        assert after.get("ways") == settled(entry).get("ways")
        assert after.get("fees") == settled(entry).get("fees"), entry["code"]
        assert after.get("strange") == entry.get("strange")


def test_rows_are_moved_taken_out_and_added() -> None:
    entry = {
        "requirements": [
            {"key": "one", "name": "Một", "extra": 1},
            {"key": "two", "name": "Hai"},
            {"key": "three", "name": "Ba"},
        ]
    }
    post = posted("papers", entry)
    post["papers-0-order"] = "99"
    post["papers-1-remove"] = "1"
    post["papers-2-name"] = "Ba, tên mới"
    post["papers-3-name"] = "Bốn"
    post["papers-3-copies"] = "1.000"
    papers = read_part(PARTS["papers"], post, entry, KNOWN).said["requirements"]
    assert [(paper["key"], paper["name"]) for paper in papers] == [
        ("three", "Ba, tên mới"), ("bon", "Bốn"), ("one", "Một"),
    ]  # fmt: skip
    assert papers[1]["copies"] == 1000
    assert papers[2]["extra"] == 1


def test_what_is_no_number_is_named_and_shown_again() -> None:
    post = posted("ways", FULL)
    post["terms-1-value"] = "ba ngày"
    typed = read_part(PARTS["ways"], post, FULL, KNOWN)
    assert "“ba ngày” không phải số nguyên" in typed.problems["terms-1-value"]
    view = view_part(PARTS["ways"], FULL, KNOWN, post=post, problems=typed.problems)
    shown = view.tables[0].rows[1].boxes[1]
    assert (shown.value, shown.error) == ("ba ngày", typed.problems["terms-1-value"])
