"""What the keepers of the catalogue have done lately in the demo (danh mục thủ tục trong bản chạy thử): a version to come, one suspended, one
withdrawn, drafts at every stage, prose that waits for an official. The decisions are invented and say so."""

from datetime import date
from typing import Any

from lienthong.config.demo_province.papers import decision_paper
from lienthong.config.demo_province.timeline import Timeline
from lienthong.domain.procedures import queries, services
from lienthong.domain.procedures.choices import DecisionKind, DraftPart
from lienthong.foundation.files import services as files
from lienthong.kit import clock
from lienthong.kit.actor import Actor

ISSUER = "Chủ tịch UBND tỉnh Gia Lai"
INVENTED = "Quyết định minh họa của bản chạy thử."
FEES_NEXT_YEAR, RESIDENCE, BUILDING, MARITAL = "2.000720", "1.004222", "1.013225", "1.004873"
KARAOKE, FESTIVAL, LAND = "1.001029", "1.003622", "1.013978"
PROVINCE_OWN = "1.099001.H21"
PROSE = (
    "Không quá 20 ngày làm việc; xã miền núi, vùng có điều kiện kinh tế - xã hội khó khăn tăng thêm 10 ngày làm việc"
)


def keep_catalogue(timeline: Timeline, keeper: Actor) -> None:
    """Acts of the last days, oldest first."""
    with clock.at(timeline.at(timeline.now - 30)):
        _decide(
            keeper,
            FESTIVAL,
            DecisionKind.WITHDRAW,
            "488/QĐ-UBND",
            "Nội dung được thực hiện trong thủ tục thông báo chung của cấp xã",
        )
        _decide(
            keeper,
            KARAOKE,
            DecisionKind.SUSPEND,
            "497/QĐ-UBND",
            "Rà soát điều kiện an toàn phòng cháy, chữa cháy của các cơ sở",
        )
        _leave_prose(keeper)
    with clock.at(timeline.at(timeline.now - 20)):
        _next_year(keeper)
    with clock.at(timeline.at(timeline.now - 3)):
        _change_under_a_draft(keeper)
        _leave_drafts(keeper)


def _decision(keeper: Actor, number: str, title: str, reason: str = "") -> services.DecisionData:
    day = clock.today()
    stored = files.store_bytes(
        name=f"quyet-dinh-{number.partition('/')[0]}.pdf",
        media_type="application/pdf",
        content=decision_paper(number=number, title=title, reason=reason or INVENTED, day=day),
        purpose="decision",
        actor=keeper,
    )
    text = f"{reason}. {INVENTED}" if reason else INVENTED
    return services.DecisionData(number=number, decided_on=day, issuer=ISSUER, reason=text, file_id=stored.id)


def _decide(keeper: Actor, code: str, kind: DecisionKind, number: str, reason: str) -> None:
    services.decide(
        actor=keeper,
        code=code,
        kind=kind,
        effective_from=clock.today(),
        decision=_decision(keeper, number, f"{kind.label} thủ tục mã {code}", reason),
    )


def _publish(keeper: Actor, code: str, number: str, day: date, part: DraftPart, said: dict[str, Any]) -> None:
    services.begin_draft(actor=keeper, code=code)
    draft = services.save_part(actor=keeper, code=code, part=part, edits=0, said=said)
    services.publish_draft(
        actor=keeper,
        code=code,
        edits=draft.edits,
        effective_from=day,
        decision=_decision(keeper, number, f"Công bố sửa đổi thủ tục mã {code}"),
    )


def _next_year(keeper: Actor) -> None:
    """Decided now, in force on New Year's Day."""
    entry = queries.entry_of(queries.current_version(FEES_NEXT_YEAR))
    fees = [{**fee, "amount": 75_000, "note": "Giảm một nửa khi nộp trực tuyến"} for fee in entry["fees"]]
    day = date(clock.today().year + 1, 1, 1)
    _publish(keeper, FEES_NEXT_YEAR, "505/QĐ-UBND", day, DraftPart.WAYS, {"fees": fees})


def _change_under_a_draft(keeper: Actor) -> None:
    """A citizen has begun to type; today a paper falls away and another one comes."""
    entry = queries.entry_of(queries.current_version(RESIDENCE))
    papers = [paper for paper in entry["requirements"] if "bình quân" not in paper["name"]]
    papers.append(
        {
            "key": "consent-of-owner",
            "name": "Ý kiến đồng ý của chủ hộ hoặc chủ sở hữu chỗ ở hợp pháp",
            "accepted_as": ["original", "electronic_data"],
            "required": False,
            "when": "Khi đăng ký vào chỗ ở của người khác và chưa xác nhận qua VNeID",
            "mark": "M",
        }
    )
    _publish(keeper, RESIDENCE, "511/QĐ-UBND", clock.today(), DraftPart.PAPERS, {"requirements": papers})


def _leave_prose(keeper: Actor) -> None:
    """A record taken over from the national database, with prose where numbers belong."""
    entry = queries.entry_of(queries.current_version(LAND)) | {
        "origin": "national",
        "national_tier": "Cấp tỉnh, Cấp xã",
        "kind_text": "TTHC được luật giao quy định chi tiết",
        "carried_out_by": [{"name": "Văn phòng Đăng ký đất đai, Chi nhánh Văn phòng Đăng ký đất đai"}],
        "ways": [
            {
                "channel": channel,
                "note": "",
                "terms": [{"value": None, "unit": "", "text": PROSE, "note": "", "fees": []}],
            }
            for channel in ("counter", "post")
        ],
        "flags": [
            {"path": f"ways.{place}.terms.0.value", "text": PROSE, "why": "Thời hạn ghi bằng lời, có hai mức theo vùng"}
            for place in (0, 1)
        ]
        + [
            {
                "path": "carried_out_by.0",
                "text": "Văn phòng Đăng ký đất đai, Chi nhánh Văn phòng Đăng ký đất đai",
                "why": "Hai cơ quan trong một ô, chưa có mã định danh",
            }
        ],
    }
    services.publish_entries(
        actor=keeper,
        entries=[entry],
        decision=_decision(keeper, "490/QĐ-UBND", f"Công bố thủ tục mã {LAND}"),
        source="demo",
    )


def _leave_drafts(keeper: Actor) -> None:
    """One ready, one that cannot be published yet, one of the province's own that nobody has seen."""
    services.begin_draft(actor=keeper, code=MARITAL)
    services.save_part(
        actor=keeper,
        code=MARITAL,
        part=DraftPart.GENERAL,
        edits=0,
        said={
            "summary": "Xác nhận ông/bà đang độc thân, đã ly hôn hoặc góa, để kết hôn hoặc làm giấy tờ khác; có giá trị sáu tháng."
        },
    )
    services.begin_draft(actor=keeper, code=BUILDING)
    services.save_part(actor=keeper, code=BUILDING, part=DraftPart.WAYS, edits=0, said={"time_limit_value": 7})
    services.begin_procedure(
        actor=keeper,
        code=PROVINCE_OWN,
        name="Hỗ trợ học phí, đồ dùng học tập cho học sinh làng Ba Na, Gia Rai theo chính sách của tỉnh",
        field="giao-duc",
    )
    services.save_part(
        actor=keeper,
        code=PROVINCE_OWN,
        part=DraftPart.GENERAL,
        edits=0,
        said={
            "short_name": "Hỗ trợ học phí cho học sinh làng Ba Na, Gia Rai",
            "summary": "Học sinh ở làng được tỉnh hỗ trợ học phí và đồ dùng học tập mỗi năm học.",
            "subjects": ["citizen"],
            "tiers": {"2tier-2025": [{"tier": "xa", "agency": "UBND cấp xã"}]},
            "marks": {"summary": "M"},
        },
    )
