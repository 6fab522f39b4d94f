"""What is typed about an outgoing document (biểu mẫu trình ký, nơi nhận)."""

import re
import uuid
from collections.abc import Mapping
from typing import Any

from django.http import QueryDict

from lienthong.domain.correspondence import queries
from lienthong.domain.correspondence.choices import How, Kind, Urgency
from lienthong.domain.correspondence.services import Addressee, OutgoingFacts
from lienthong.foundation.organizations import queries as organizations
from lienthong.foundation.signing import queries as certificates
from lienthong.foundation.signing.queries import SigningSeat
from lienthong.kit.actor import Actor
from lienthong.kit.text_vi import clean, fold

MOST_RECEIVERS = 400
_MAIL = re.compile(r"^(?P<name>.*?)[\s,;]*<?(?P<address>[^\s<>@]+@[^\s<>@]+\.[^\s<>]+?)>?$")
_PAPER = re.compile(r"\(\s*(giấy|bản giấy)\s*\)\s*$", re.IGNORECASE)
COMMUNES = {"ubnd cac xa, phuong", "ubnd cac xa phuong", "uy ban nhan dan cac xa, phuong", "cac xa, phuong"}
DEPARTMENTS = {"cac so, ban, nganh", "cac so ban nganh", "cac so, nganh"}


def read_recipients(typed: str) -> list[Addressee]:
    """One a line: the name of an agency of the province goes by the exchange, `Tên <địa chỉ thư>` by mail, everything else on paper.

    `UBND các xã, phường` and `Các sở, ban, ngành` are all of them. Dashes and semicolons of a list are no part of a name.
    """
    found: list[Addressee] = []
    for raw in typed.splitlines()[:MOST_RECEIVERS]:
        line = clean(raw).strip(" -–•;.")  # an en dash as people type it
        if not line or fold(line).startswith(("luu", "nhu tren", "nhu dieu")):
            continue
        if fold(line) in COMMUNES:
            found += [Addressee(agency_id=each.pk) for each in organizations.communes()]
        elif fold(line) in DEPARTMENTS:
            found += [Addressee(agency_id=each.pk) for each in organizations.agencies_receiving(["tinh"], kinds=["so"])]
        elif (mail := _MAIL.match(line)) is not None:
            found.append(Addressee(name=mail["name"].strip() or mail["address"], how=How.MAIL, address=mail["address"]))
        elif _PAPER.search(line):
            found.append(Addressee(name=_PAPER.sub("", line).strip(), how=How.PAPER))
        else:
            agency = organizations.agency_known_as(line)
            found.append(Addressee(agency_id=agency.pk) if agency is not None else Addressee(name=line, how=How.PAPER))
    return found


def read_outgoing(actor: Actor, post: QueryDict) -> tuple[OutgoingFacts, dict[str, str]]:
    """What was written, and what of it names nothing we know."""
    problems: dict[str, str] = {}
    answers = _named(actor, post.get("answers", ""), "answers", problems)
    replaces = _named(actor, post.get("replaces", ""), "replaces", problems)
    signer, for_position = certificates.seat_of_key(post.get("signer", ""))
    facts = OutgoingFacts(
        kind=post.get("kind", ""),
        abstract=post.get("abstract", ""),
        urgency=post.get("urgency", Urgency.NORMAL),
        signer_position_id=signer,
        for_position_id=for_position,
        recipients=read_recipients(post.get("recipients", "")),
        answers_id=answers,
        replaces_id=replaces,
        kept_number_id=_number(post.get("kept", "")),
        register_id=_number(post.get("register", "")),
        copies=min(_number(post.get("copies", "")) or 0, 9999),
        note=post.get("note", ""),
    )
    return facts, problems


def _named(actor: Actor, typed: str, field: str, problems: dict[str, str]) -> uuid.UUID | None:
    """The document meant by its notation or its id; one that is not seen is a problem."""
    text = typed.strip()
    if not text:
        return None
    try:
        wanted = uuid.UUID(text)
    except ValueError:
        find = queries.answerable if field == "answers" else queries.replaceable
        rows = find(actor, text, limit=2)
        if len(rows) == 1:
            return rows[0].pk
        problems[field] = (
            f"Có nhiều văn bản khớp “{text[:60]}”. Ghi đủ số, ký hiệu, ví dụ 1520/UBND-KGVX."
            if rows
            else f"Không thấy văn bản “{text[:60]}” trong phạm vi được xem. Ghi đúng số, ký hiệu."
        )
        return None
    return wanted


def outgoing_fields(
    post: QueryDict | None, known: Mapping[str, Any], problems: Mapping[str, str], seats: list[SigningSeat]
) -> dict[str, dict[str, Any]]:
    """The questions for the `field` component, by name."""
    rows: dict[str, dict[str, Any]] = {
        "kind": {
            "label": "Loại văn bản",
            "kind": "select",
            "choices": [("", "Chọn loại"), *((each.value, each.label) for each in Kind if each.value)],
        },
        "urgency": {"label": "Độ khẩn", "kind": "select", "choices": Urgency.choices},
        "abstract": {"label": "Trích yếu", "kind": "textarea", "rows": 3},
        "signer": {
            "label": "Người ký",
            "kind": "select",
            "choices": [
                ("", "Chọn người ký"),
                *(
                    (
                        each.key,
                        _named_signer(each),
                    )
                    for each in seats
                ),
            ],
        },
        "recipients": {
            "label": "Nơi nhận",
            "kind": "textarea",
            "rows": 6,
            "required": False,
            "hint": "Mỗi dòng một nơi. Cơ quan trong tỉnh: gửi qua trục. Tên kèm <địa chỉ thư>: gửi thư. Còn lại: bản giấy. "
            "Cả nhóm: “UBND các xã, phường”, “Các sở, ban, ngành”.",
        },
        "answers": {
            "label": "Trả lời văn bản đến",
            "required": False,
            "hint": "Số, ký hiệu, ví dụ 1520/UBND-KGVX. Phát hành xong thì văn bản đến giải quyết xong.",
            "attrs": {"autocomplete": "off", "maxlength": 80},
        },
        "replaces": {
            "label": "Thay thế văn bản đi",
            "required": False,
            "hint": "Số, ký hiệu văn bản đã phát hành bị thay thế.",
            "attrs": {"autocomplete": "off", "maxlength": 80},
        },
        "copies": {"label": "Số bản giấy", "required": False, "width": "4", "inputmode": "numeric"},
        "note": {"label": "Ghi chú", "required": False, "attrs": {"maxlength": 300, "autocomplete": "off"}},
    }
    for name, row in rows.items():
        row |= {"name": name, "id": name, "error": problems.get(name, "")}
        row["value"] = post.get(name, "") if post is not None else str(known.get(name, "") or "")
        if name == "urgency" and not row["value"]:
            row["value"] = Urgency.NORMAL
    return rows


def _named_signer(seat: SigningSeat) -> str:
    by = f", {seat.by_whom}" if seat.by_whom else ""
    return f"{seat.holder}, {seat.title}{by}{'' if seat.certified_until else ' (chưa có chứng thư số)'}"


def _number(said: str) -> int | None:
    return int(said) if said.isascii() and said.isdigit() and len(said) < 19 else None
