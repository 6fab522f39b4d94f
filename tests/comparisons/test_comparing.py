"""A comparison finds what differs, each once, and nothing else; the other sides may misbehave as they like."""

import copy
from typing import Any

import pytest
from tests.comparisons.outside import Outside

from lienthong.domain.comparisons import services
from lienthong.domain.comparisons.adapters import HttpPortal
from lienthong.domain.comparisons.choices import State
from lienthong.domain.comparisons.errors import CannotTake, ReasonMissing, SourceFailed
from lienthong.domain.comparisons.models import Finding
from lienthong.domain.procedures import queries as procedures
from lienthong.domain.procedures import services as catalogue
from lienthong.domain.procedures.formats.tests.test_national import RECORD
from lienthong.domain.procedures.queries import interchange
from lienthong.kit.actor import ANONYMOUS, SYSTEM
from lienthong.kit.errors import NotAllowed

BIRTH, MARRIAGE, DEATH, SINGLE, COPY = "1.001193", "1.000894", "1.000656", "1.004873", "2.000635"
PAPER = {
    "MAGIAYTO": "",
    "TENGIAYTO": "Phiếu lấy ý kiến cộng đồng dân cư",
    "SOBANCHINH": 1,
    "SOBANSAO": 0,
    "TENMAUDON": "",
    "URL": "",
}


def ours() -> dict[str, dict[str, Any]]:
    return {code: row.record for code, row in interchange.running_records().items()}


def spelled_otherwise(record: dict[str, Any]) -> None:
    """What two offices write differently and mean alike."""
    record["TENTTHC"] = record["TENTTHC"].upper() + "."
    record["COQUANTHUCHIEN"] = [{"TENDONVI": "Ủy ban nhân dân xã, phường, đặc khu", "MADONVI": ""}]
    for way in record["CACHTHUCTHUCHIEN"]:
        for term in way["THOIGIAN"]:
            if term["THOIGIANGIAIQUYET"]:
                term["THOIGIANGIAIQUYET"], term["DONVITINH"] = (
                    f"0{term['THOIGIANGIAIQUYET']}",
                    term["DONVITINH"].title(),
                )
            for fee in term["PHILEPHI"]:
                fee["SOTIEN"] = f"{fee['SOTIEN']:,}".replace(",", ".")
    record["CANCUPHAPLY"].reverse()
    record["CANCUPHAPLY"][0]["SOVANBAN"] = f"Văn bản số {record['CANCUPHAPLY'][0]['SOVANBAN']}"


@pytest.fixture
def seven(outside: Outside) -> list[str]:
    """Codes besides the five named ones, with what the plants below need."""
    named = {BIRTH, MARRIAGE, DEATH, SINGLE, COPY}
    return [
        code for code, record in sorted(ours().items()) if code not in named and len(record["CACHTHUCTHUCHIEN"]) > 1
    ][:7]


def test_the_same_catalogue_on_every_side_has_no_difference(outside: Outside) -> None:
    run = outside.compare()
    assert [(row.code, row.against, row.where, row.ours, row.theirs) for row in Finding.objects.all()] == []
    assert (run.state, run.national, run.portal, run.compared) == ("done", "", "", len(outside.records))


def test_spelling_is_no_difference(outside: Outside) -> None:
    records = copy.deepcopy(outside.records)
    spelled_otherwise(records[BIRTH])
    spelled_otherwise(records[MARRIAGE])
    outside.hold(records)
    outside.compare()
    assert [(row.code, row.where, row.ours, row.theirs) for row in Finding.objects.all()] == []


def planted(records: dict[str, dict[str, Any]], seven: list[str]) -> set[tuple[str, str, str]]:
    """Change 25 things of 25 kinds; (code, part, field) of each."""
    birth, marriage, death, single, copies = (records[code] for code in (BIRTH, MARRIAGE, DEATH, SINGLE, COPY))
    a, b, c, d, e, f, _ = seven
    birth["TENTTHC"] += " tại nơi cư trú"  # 1
    birth["CACHTHUCTHUCHIEN"][0]["THOIGIAN"][0]["PHILEPHI"][1]["SOTIEN"] = 9_000  # 2
    birth["CANCUPHAPLY"].append({"SOVANBAN": "999/2026/NĐ-CP", "TENVANBAN": "quy định mới"})  # 3
    birth["THANHPHANHOSO"][0]["GIAYTO"][0]["SOBANSAO"] = 3  # 4
    birth["KETQUATHUCHIEN"][0]["TENKETQUA"] = "Giấy khai sinh và thẻ bảo hiểm y tế"  # 5
    marriage["CACHTHUCTHUCHIEN"][0]["THOIGIAN"][0].update(THOIGIANGIAIQUYET="9", DONVITINH="ngày làm việc")  # 6
    marriage["THANHPHANHOSO"][0]["GIAYTO"].append(dict(PAPER))  # 7
    del marriage["CANCUPHAPLY"][0]  # 8
    marriage["COQUANTHUCHIEN"].append({"TENDONVI": "Sở Tư pháp", "MADONVI": ""})  # 9
    marriage["LINHVUCTHUCHIEN"][0]["TENLINHVUC"] = "Hôn nhân và gia đình"  # 10
    del death["THANHPHANHOSO"][0]["GIAYTO"][-1]  # 11
    death["KETQUATHUCHIEN"][0]["MAKETQUA"] = "KQ.G15.999999"  # 12
    death["DOITUONGTHUCHIEN"] = [*death["DOITUONGTHUCHIEN"], "Người nước ngoài"]  # 13
    death["YEUCAU"] = "Phải có mặt người thân thích"  # 14
    single["CAPTHUCHIEN"] = "Cấp tỉnh"  # 15
    single["CACHTHUCTHUCHIEN"][0]["THOIGIAN"][0]["MOTA"] = "Phải xác minh thì kéo dài thêm"  # 16
    single["CACHTHUCTHUCHIEN"][0]["THOIGIAN"][0]["PHILEPHI"].append(
        {"SOTIEN": 1_000, "DONVI": "đồng", "MOTA": "Phí chụp giấy tờ"}
    )  # 17
    copies["CANCUPHAPLY"][0]["TENVANBAN"] = "Luật có tên hoàn toàn khác hẳn"  # 18
    records[a]["THANHPHANHOSO"][0]["GIAYTO"][0]["TENGIAYTO"] += ", theo mẫu mới"  # 19
    records[b]["CACHTHUCTHUCHIEN"].pop()  # 20
    records[c]["TRINHTUTHUCHIEN"] = [
        *records[c].get("TRINHTUTHUCHIEN", []),
        {"TRUONGHOP": "Nộp tại nhà", "TRINHTU": [{"TENTRINHTU": "Cán bộ đến nhà nhận hồ sơ"}]},
    ]  # 21
    records[d]["THANHPHANHOSO"][0]["GIAYTO"][0]["TENMAUDON"] = "Mẫu số 99.docx"  # 22
    records[e]["COQUANPHOIHOP"] = [{"TENDONVI": "Công an cấp xã", "MADONVI": ""}]  # 23
    del records[f]  # 24
    new = copy.deepcopy(RECORD)
    records[new["MATTHC"]] = new  # 25
    return {
        (BIRTH, "general", "Tên thủ tục"), (BIRTH, "fees", "Mức thu"), (BIRTH, "laws", "Căn cứ pháp lý"),
        (BIRTH, "papers", "Số bản sao"), (BIRTH, "results", "Tên kết quả"), (MARRIAGE, "ways", "Thời hạn giải quyết"),
        (MARRIAGE, "papers", "Giấy tờ"), (MARRIAGE, "laws", "Căn cứ pháp lý"), (MARRIAGE, "agencies", "Cơ quan thực hiện"),
        (MARRIAGE, "general", "Lĩnh vực"), (DEATH, "papers", "Giấy tờ"), (DEATH, "results", "Mã kết quả"),
        (DEATH, "general", "Đối tượng thực hiện"), (DEATH, "general", "Yêu cầu, điều kiện"), (SINGLE, "general", "Cấp thực hiện"),
        (SINGLE, "ways", "Mô tả thời hạn"), (SINGLE, "fees", "Phí, lệ phí"), (COPY, "laws", "Trích yếu"),
        (a, "papers", "Tên giấy tờ"), (b, "ways", "Cách nộp"), (c, "steps", "Trình tự thực hiện"), (d, "papers", "Mẫu đơn"),
        (e, "agencies", "Cơ quan phối hợp"), (f, "procedure", "Thủ tục"), (new["MATTHC"], "procedure", "Thủ tục"),
    }  # fmt: skip


def test_twenty_five_planted_differences_are_found_each_and_only_these(outside: Outside, seven: list[str]) -> None:
    records = copy.deepcopy(outside.records)
    wanted = planted(records, seven)
    assert len(wanted) == 25
    outside.hold(records)
    run = outside.compare()
    found = [(row.code, row.part, row.field) for row in Finding.objects.all()]
    assert sorted(found) == sorted(wanted)
    assert (run.state, run.differing, run.open) == ("done", 25, 25)
    assert {row.against for row in Finding.objects.all()} == {"national"}
    fee = Finding.objects.get(code=BIRTH, part="fees")
    assert (fee.ours, fee.theirs, fee.mender) == ("5.000\xa0₫", "9.000\xa0₫", "province")
    outside.compare()
    assert Finding.objects.count() == 25  # finding them again finds no more


def test_a_portal_that_shows_an_older_version_is_seen(outside: Outside) -> None:
    stale = outside.portal
    held = {code: stale.read(code) for code in outside.records}
    [(entry, _)] = procedures.exported_entries([BIRTH])
    entry["summary"] = "Câu khác."
    entry["conditions"] = ["Điều kiện mới"]
    catalogue.publish_entries(actor=SYSTEM, entries=[entry])

    class Stale(HttpPortal):
        def __init__(self) -> None:
            """Answers from before."""

        def read(self, code: str) -> Any:
            return held[code]

    outside.hold(ours())
    outside.compare(portal=Stale())
    [row] = Finding.objects.all()
    assert (row.code, row.against, row.field, row.ours, row.mender) == (
        BIRTH,
        "portal",
        "Yêu cầu, điều kiện",
        "Điều kiện mới",
        "portal",
    )
    with pytest.raises(CannotTake, match="Làm mới cổng"):
        services.take_theirs(actor=SYSTEM, finding_ids=[row.pk])
    outside.compare()
    assert Finding.objects.get().state == State.GONE


@pytest.mark.parametrize(("mode", "says"), [("down", "báo lỗi 503"), ("rubbish", "không đúng dạng JSON")])
def test_a_national_side_that_fails_loses_nothing(outside: Outside, seven: list[str], mode: str, says: str) -> None:
    records = copy.deepcopy(outside.records)
    planted(records, seven)
    outside.hold(records)
    outside.compare()
    outside.sandbox.national.mode = mode
    run = outside.compare()
    assert run.state == "partial"
    assert says in run.national
    assert Finding.objects.filter(state=State.OPEN).count() == 25
    assert run.open == 25


def test_one_rubbish_record_keeps_its_own_findings_and_no_other(outside: Outside) -> None:
    records = copy.deepcopy(outside.records)
    records[BIRTH]["TENTTHC"] = "Tên khác hẳn"
    outside.hold(records)
    outside.compare()
    records[BIRTH]["CACHTHUCTHUCHIEN"] = "hỏng"
    records[MARRIAGE]["TENTTHC"] = "Tên cũng khác hẳn"
    outside.hold(records)
    run = outside.compare()
    assert run.state == "partial"
    assert BIRTH in run.national
    assert {(row.code, row.state) for row in Finding.objects.all()} == {(BIRTH, "open"), (MARRIAGE, "open")}


def test_a_wrong_password_and_a_silent_side_are_told_apart(outside: Outside) -> None:
    outside.password = "sai"
    assert "không nhận tên đăng nhập" in outside.compare().national

    class Silent(HttpPortal):
        def __init__(self) -> None:
            """Nobody there."""

        def read(self, code: str) -> Any:
            raise SourceFailed("Cổng dịch vụ công không trả lời trong 10 giây.")

    run = outside.compare(portal=Silent())
    assert run.state == "failed"
    assert "không trả lời" in run.portal


def test_theirs_goes_into_a_draft_and_is_gone_after_publishing(outside: Outside) -> None:
    records = copy.deepcopy(outside.records)
    birth = records[BIRTH]
    for way in birth["CACHTHUCTHUCHIEN"]:
        way["THOIGIAN"][0]["PHILEPHI"][1]["SOTIEN"] = 9_000
    birth["THANHPHANHOSO"][0]["GIAYTO"].append(dict(PAPER))
    del birth["CANCUPHAPLY"][-1]
    birth["KETQUATHUCHIEN"][0]["TENKETQUA"] = "Giấy khai sinh điện tử"
    outside.hold(records)
    outside.compare()
    rows = list(Finding.objects.values_list("pk", flat=True))
    before = procedures.current_version(BIRTH)
    assert services.take_theirs(actor=SYSTEM, finding_ids=rows) == len(rows) == 6
    assert services.take_theirs(actor=SYSTEM, finding_ids=rows) == 0
    assert procedures.current_version(BIRTH).id == before.id  # nothing runs otherwise yet
    draft = procedures.draft_for(SYSTEM, BIRTH)
    assert [fee["amount"] for fee in draft.entry["fees"]] == [0, 9_000, 8_000]
    assert draft.entry["fees"][1]["applies"]
    assert draft.entry["requirements"][-1]["name"] == PAPER["TENGIAYTO"]
    assert draft.entry["requirements"][0]["key"] == "birth_notice"
    assert draft.entry["form"]
    outside.compare()
    assert set(Finding.objects.values_list("state", flat=True)) == {"drafted"}
    catalogue.publish_entries(actor=SYSTEM, entries=[draft.entry])
    draft.delete()
    outside.compare()
    assert [(row.where, row.ours, row.theirs) for row in Finding.objects.exclude(state=State.GONE)] == []


def test_a_procedure_we_lack_is_brought_and_one_they_lack_is_for_a_decision(outside: Outside) -> None:
    records = copy.deepcopy(outside.records)
    del records[DEATH]
    records[RECORD["MATTHC"]] = copy.deepcopy(RECORD)
    outside.hold(records)
    outside.compare()
    ids = dict(Finding.objects.values_list("code", "pk"))
    services.take_theirs(actor=SYSTEM, finding_ids=[ids[RECORD["MATTHC"]]])
    assert procedures.current_version(RECORD["MATTHC"]).origin == "national"
    with pytest.raises(CannotTake, match="Bãi bỏ"):
        services.take_theirs(actor=SYSTEM, finding_ids=[ids[DEATH]])


def test_what_is_kept_is_remembered_until_either_side_changes(outside: Outside) -> None:
    records = copy.deepcopy(outside.records)
    records[BIRTH]["TENTTHC"] = "Tên khác hẳn"
    outside.hold(records)
    outside.compare()
    row = Finding.objects.get()
    with pytest.raises(ReasonMissing):
        services.keep_ours(actor=SYSTEM, finding_ids=[row.pk], reason=" vì ")
    services.keep_ours(actor=SYSTEM, finding_ids=[row.pk], reason="Tên theo quyết định của UBND tỉnh")
    run = outside.compare()
    assert (Finding.objects.get().state, run.differing, run.open) == ("kept", 1, 0)
    records[BIRTH]["TENTTHC"] = "Tên lại khác nữa"
    outside.hold(records)
    outside.compare()
    assert Finding.objects.get().state == State.OPEN
    services.keep_ours(actor=SYSTEM, finding_ids=[row.pk], reason="Tên theo quyết định của UBND tỉnh")
    services.reopen(actor=SYSTEM, finding_ids=[row.pk])
    assert Finding.objects.get().state == State.OPEN
    with pytest.raises(NotAllowed):
        services.keep_ours(actor=ANONYMOUS, finding_ids=[row.pk], reason="Tên theo quyết định")


def test_asking_twice_is_one_run(outside: Outside) -> None:
    first = services.request_run(actor=SYSTEM)
    assert services.request_run(actor=SYSTEM).pk == first.pk
    with pytest.raises(NotAllowed):
        services.request_run(actor=ANONYMOUS)
