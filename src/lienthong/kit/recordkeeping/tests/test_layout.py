"""The decree's layout on good and on spoilt files (soát thể thức): what we set is clean, each broken rule is told, in Word and in PDF."""

import io
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pikepdf
import pytest
from docx import Document
from docx.shared import Mm, Pt, RGBColor
from hypothesis import given, settings
from hypothesis import strategies as st

from lienthong.kit import pdf
from lienthong.kit.recordkeeping import Kind, layout
from lienthong.kit.recordkeeping.layout.checking import rules
from lienthong.kit.recordkeeping.layout.notation import check_number
from lienthong.kit.recordkeeping.paper import DAY_MARK, NUMBER_MARK, Paper, build_docx, initials_of, symbol_of
from lienthong.kit.word.reading import read_document

DECISION = Paper(
    kind="QĐ",
    agency="Ủy ban nhân dân phường Diên Hồng",
    parent="UBND tỉnh Gia Lai",
    symbol="QĐ-UBND",
    place="Diên Hồng",
    abstract="Về việc thành lập Tổ công tác chuyển đổi số",
    enacting="Chủ tịch Ủy ban nhân dân phường Diên Hồng",
    grounds=["Căn cứ Luật Tổ chức chính quyền địa phương ngày 16 tháng 6 năm 2025;"],
    body=[
        "Điều 1. Thành lập Tổ công tác chuyển đổi số của phường gồm các ông, bà có tên sau đây:",
        *(
            f"{n}. Ông Nguyễn Văn {n}, công chức Phòng Văn hóa - Xã hội, Ủy viên, phụ trách tổ dân phố số {n};"
            for n in range(1, 34)
        ),
        "Điều 2. Quyết định này có hiệu lực kể từ ngày ký.",
    ],
    recipients=["Như Điều 2;", "Lưu: VT, VHXH."],
    authority=["TM. ỦY BAN NHÂN DÂN", "KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH"],
    signer="Nguyễn Hồng Hà",
)
LONG = replace(
    DECISION,
    body=[
        f"{n}. Ông Nguyễn Văn {n}, công chức Phòng Văn hóa - Xã hội, Ủy viên, phụ trách tổ dân phố số {n};"
        for n in range(40)
    ],
)
FULL = replace(
    DECISION,
    body=[
        f"Điều {n}. "
        + "Các cơ quan, đơn vị, địa phương thực hiện nhiệm vụ được giao và báo cáo kết quả, " * 9
        + "theo quy định."
        for n in range(1, 9)
    ],
)
LETTER = replace(
    DECISION,
    kind="CV",
    symbol="UBND-VHXH",
    abstract="trả lời kiến nghị của cử tri",
    enacting="",
    grounds=[],
    addressees=["Sở Khoa học và Công nghệ", "Văn phòng Ủy ban nhân dân tỉnh"],
    body=[
        "Thực hiện Công văn số 12/SKHCN-CĐS, Ủy ban nhân dân phường báo cáo như sau:",
        "1. Đã làm xong việc thứ nhất.",
    ],
)


def expected_of(paper: Paper) -> layout.Expected:
    return layout.Expected(
        kind=paper.kind, abstract=paper.abstract, symbol=paper.symbol, signer=paper.signer, urgency=paper.urgency
    )


def printed(content: bytes) -> bytes:
    """As Word would export it: the number and day written."""
    reading = read_document(content, checked=True, texts={NUMBER_MARK: "15", DAY_MARK: "ngày 07 tháng 02 năm 2026"})
    return pdf.word({"paper": reading.paper, "title": "", "agency": ""}, images=reading.images)


def told(content: bytes, expected: layout.Expected) -> dict[str, str]:
    if content.startswith(b"%PDF"):
        seen = layout.read_pdf(content)
    else:
        seen = layout.read_docx(content, read_document(content, checked=True))
    return {finding.rule: finding.found for finding in layout.check(seen, expected)}


@pytest.mark.parametrize("kind", ["CV", "QĐ", "QyĐ"])
def test_what_we_set_ourselves_is_clean(kind: str):
    is_letter = kind == "CV"
    paper = LETTER if is_letter else replace(DECISION, kind=kind, symbol=f"{kind}-UBND", urgency="urgent")
    content = build_docx(paper)
    assert told(content, expected_of(paper)) == {}
    assert told(printed(content), expected_of(paper)) == {}
    fields = read_document(
        content, checked=True, areas={f"{NUMBER_MARK}/{paper.symbol}": "So", DAY_MARK: "Ngay", "«chữ ký»": "ChuKy"}
    )
    unsigned = pdf.word({"paper": fields.paper, "title": "", "agency": ""})
    assert told(unsigned, expected_of(paper)) == {}, "with empty places for number, day and signature"


_built: dict[str, bytes] = {}


def _build(paper: Paper) -> bytes:
    _built[repr(paper)] = build_docx(paper)
    return _built[repr(paper)]


def changed(change: Callable[[Any], None], paper: Paper = DECISION) -> bytes:
    document = Document(io.BytesIO(_built.get(repr(paper)) or _build(paper)))
    change(document)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def every(document: Any) -> list[Any]:
    cells = [paragraph for table in document.tables for cell in table._cells for paragraph in cell.paragraphs]
    return [*cells, *document.paragraphs]


def say(old: str, new: str) -> Callable[[Any], None]:
    def change(document: Any) -> None:
        found = [run for paragraph in every(document) for run in paragraph.runs if old in run.text]
        assert found, old
        for run in found:
            run.text = run.text.replace(old, new)

    return change


def page(**sizes: float) -> Callable[[Any], None]:
    def change(document: Any) -> None:
        for name, value in sizes.items():
            setattr(document.sections[0], name, Mm(value))

    return change


def look(**wanted: Any) -> Callable[[Any], None]:
    def change(document: Any) -> None:
        for paragraph in document.paragraphs:
            for run in paragraph.runs:
                for name, value in wanted.items():
                    target = run.font.color if name == "rgb" else run.font
                    setattr(target, name, value)

    return change


def drop(beginning: str) -> Callable[[Any], None]:
    def change(document: Any) -> None:
        for paragraph in every(document):
            if paragraph.text.startswith(beginning):
                paragraph._p.getparent().remove(paragraph._p) if paragraph in document.paragraphs else paragraph.clear()

    return change


def foot_first(document: Any) -> None:
    """Names and recipients above the title."""
    head, foot = document.tables
    head._tbl.addnext(foot._tbl)


def one_font(document: Any) -> None:
    for paragraph in every(document):
        for run in paragraph.runs:
            run.font.name = "Arial"


def no_page_numbers(document: Any) -> None:
    document.sections[0].header.paragraphs[0].clear()
    for each in document.sections[0].header.paragraphs[0]._p.findall("{*}fldSimple"):
        each.getparent().remove(each)


def no_room(document: Any) -> None:
    """Authority and name right below each other."""
    for paragraph in every(document):
        if "«chữ ký»" in paragraph.text or paragraph.text == "":
            paragraph.paragraph_format.space_before = paragraph.paragraph_format.space_after = Pt(0)
            for run in paragraph.runs:
                run.text, run.font.size = "", Pt(1)


def no_body(document: Any) -> None:
    for paragraph in document.paragraphs[4:]:
        paragraph._p.getparent().remove(paragraph._p)


def no_authority(document: Any) -> None:
    for text in ("TM. ỦY BAN NHÂN DÂN", "KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH"):
        say(text, " ")(document)


def old_letters(document: Any) -> None:
    """As a file in TCVN3 looks without its font."""
    say(
        "Ông Nguyễn Văn", "¤ng NguyÔn V¨n §×nh lµ c«ng chøc cña phßng V¨n hãa, x· héi chñ nghÜa ViÖt Nam lµ n­íc ®éc lËp"
    )(document)


BOTH = [
    ("page-size", page(page_width=216, page_height=279), DECISION),
    ("margins", page(left_margin=20), DECISION),
    ("margins", page(left_margin=42), DECISION),
    ("margins", page(right_margin=8), DECISION),
    ("margins", page(right_margin=32), DECISION),
    ("margins", page(top_margin=12), DECISION),
    ("margins", page(top_margin=45), DECISION),
    ("margins", page(bottom_margin=8), FULL),
    ("margins", page(bottom_margin=60), FULL),
    ("legacy", old_letters, DECISION),
    ("page-number", lambda document: setattr(document.sections[0], "different_first_page_header_footer", False), LONG),
    ("issuer", lambda document: [say(name, name.lower())(document) for name in ("UBND TỈNH GIA LAI", "ỦY BAN NHÂN DÂN", "PHƯỜNG DIÊN HỒNG")], DECISION),
    ("body", no_body, DECISION),
    ("urgency", lambda document: None, replace(DECISION, urgency="express")),
    ("urgency", say("CHỦ NGHĨA VIỆT NAM", "CHỦ NGHĨA VIỆT NAM\nHỎA TỐC"), DECISION),
    ("authority", no_authority, DECISION),
    ("authority", say("PHÓ CHỦ TỊCH", "Phó Chủ tịch"), DECISION),
    ("nation", say("CHỦ NGHĨA VIỆT NAM", "CHŨ NGHĨA VIỆT NAM"), DECISION),
    ("nation", drop("CỘNG HÒA"), DECISION),
    ("motto", say("Tự do - Hạnh phúc", "Tự do, Hạnh phúc"), DECISION),
    ("number", drop("Số:"), DECISION),
    ("number", say("Số: ", "Số "), DECISION),
    ("notation-form", say("/QĐ-UBND", "/QĐ - UBND"), DECISION),
    ("notation-form", say("/QĐ-UBND", "/QyD-UBND"), replace(DECISION, kind="QyĐ")),
    ("notation-kind", say("/QĐ-UBND", "/KH-UBND"), DECISION),
    ("symbol-differs", say("/QĐ-UBND", "/QĐ-SYT"), DECISION),
    ("letter-form", say("/UBND-VHXH", "/CV-UBND"), LETTER),
    ("letter-unit", say("/UBND-VHXH", "/UBND"), LETTER),
    ("day", drop("Diên Hồng,"), DECISION),
    ("day", say(DAY_MARK, "07/02/2026"), DECISION),
    ("day-form", say(DAY_MARK, "ngày 7 tháng 11 năm 2026"), DECISION),
    ("day-form", say(DAY_MARK, "ngày 17 tháng 2 năm 2026"), DECISION),
    ("kind-differs", say("QUYẾT ĐỊNH", "THÔNG BÁO"), replace(DECISION, enacting="")),
    ("title", drop("QUYẾT ĐỊNH"), replace(DECISION, enacting="")),
    ("title", say("QUYẾT ĐỊNH", "Quyết định"), DECISION),
    ("signature-room", no_room, DECISION),
    ("abstract", drop("V/v"), LETTER),
    ("abstract-differs", say("Tổ công tác chuyển đổi số", "Ban chỉ đạo"), replace(DECISION, body=["Điều 1. Có hiệu lực từ ngày ký."])),
    ("body-size", look(size=Pt(11)), DECISION),
    ("placeholder", say("Quyết định này có hiệu lực", "[Nội dung điều 2]"), DECISION),
    ("ending", say("./.", "."), DECISION),
    ("authority-form", say("TM. ỦY", "T/M ỦY"), DECISION),
    ("authority-form", say("KT. CHỦ", "KT.CHỦ"), DECISION),
    ("authority-form", say("KT. CHỦ", "K/T CHỦ"), DECISION),
    ("authority-form", say("TM. ỦY BAN NHÂN DÂN", "T.U.Q CHỦ TỊCH"), DECISION),
    ("signer", drop("Nguyễn Hồng Hà"), DECISION),
    ("signer", say("Nguyễn Hồng Hà", "Trần Văn B"), DECISION),
    ("recipients", drop("Nơi nhận:"), DECISION),
    ("recipients", say("- Như Điều 2;", "Như Điều 2;"), DECISION),
    ("recipients-form", say("Lưu: VT", "Lưu văn thư"), DECISION),
    ("part-style", lambda document: [setattr(run.font, "bold", False) for paragraph in every(document) if paragraph.text.startswith("CỘNG HÒA") for run in paragraph.runs], DECISION),
    ("part-size", lambda document: [setattr(run.font, "size", Pt(18)) for paragraph in every(document) if paragraph.text.startswith("Độc lập") for run in paragraph.runs], DECISION),
    ("order", foot_first, DECISION),
]  # fmt: skip


WORD = [("font", one_font), ("colour", look(rgb=RGBColor(0xC0, 0, 0)))]
"""Our own prints have one font, and black: the PDF of these is drawn below."""


@pytest.mark.parametrize(("rule", "change", "paper"), BOTH)
def test_each_broken_rule_is_told_in_word_and_in_pdf(rule: str, change: Callable[[Any], None], paper: Paper):
    spoilt = changed(change, replace(paper, urgency="normal") if rule == "urgency" else paper)
    assert rule in told(spoilt, expected_of(paper))
    assert rule in told(printed(spoilt), expected_of(paper))


@pytest.mark.parametrize(("rule", "change"), WORD)
def test_fonts_and_colours_of_word(rule: str, change: Callable[[Any], None]):
    assert rule in told(changed(change), expected_of(DECISION))


def test_no_rule_is_without_a_spoilt_file():
    assert {rule for rule, _, _ in BOTH} | {rule for rule, _ in WORD} | {"scan"} == set(rules()["rules"])


def drawn_over(content: bytes, *, font: str, colour: bytes) -> bytes:
    """The first page with lines in another font or colour."""
    with pikepdf.open(io.BytesIO(content)) as file:
        made = pikepdf.Dictionary(Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type1, BaseFont=pikepdf.Name(f"/{font}"))
        file.pages[0].Resources.Font["/FX"] = file.make_indirect(made)
        lines = b"".join(
            b"1 0 0 1 100 %d Tm (Dong chu khac trong van ban nay, rat nhieu chu) Tj " % (300 + 13 * n) for n in range(6)
        )
        file.pages[0].contents_add(b"q BT /FX 13 Tf " + colour + b" rg " + lines + b"ET Q")
        out = io.BytesIO()
        file.save(out)
    return out.getvalue()


def test_fonts_and_colours_of_pdf():
    whole = printed(build_docx(DECISION))
    assert "Helvetica" in told(drawn_over(whole, font="Helvetica", colour=b"0 0 0"), expected_of(DECISION))["font"]
    red = told(drawn_over(whole, font="Times-Roman", colour=b"1 0 0"), expected_of(DECISION))
    assert "#ff0000" in red["colour"]
    assert "font" not in red


def test_pages_without_numbers():
    spoilt = changed(no_page_numbers, LONG)
    assert "page-number" in told(spoilt, expected_of(LONG))
    reading = read_document(spoilt, checked=True)
    blank = {**reading.paper["body"][-1]["rows"][0][0]["blocks"][0], "runs": []}  # our own prints would number them
    bare = pdf.word({"paper": {**reading.paper, "header": [blank]}, "title": "", "agency": ""})
    assert "page-number" in told(bare, expected_of(LONG))


def test_text_that_ends_early_is_no_wide_margin():
    """Lines set ragged, a last page half empty, a page that ends before an appendix."""
    ragged = changed(lambda document: [setattr(each, "alignment", 0) for each in document.paragraphs], FULL)
    assert "margins" not in told(printed(ragged), expected_of(FULL))
    apart = changed(lambda document: setattr(document.paragraphs[8].paragraph_format, "page_break_before", True), LONG)
    assert "margins" not in told(printed(apart), expected_of(LONG))


def test_a_scan_says_that_it_cannot_be_checked():
    out = io.BytesIO()
    with pikepdf.new() as file:
        file.add_blank_page(page_size=(595, 842))
        file.save(out)
    assert list(told(out.getvalue(), expected_of(DECISION))) == ["scan"]


@pytest.mark.parametrize(
    ("line", "kind", "rule"),
    [
        ("Số: 7/QĐ-UBND", "QĐ", "number"),
        ("Số: 07/QĐ-UBND", "QĐ", ""),
        ("Số:       /TTr-SYT", "TTr", ""),
        ("Số: 15/TTR-SYT", "TTr", "notation-form"),
        ("Số: 15/CTR-UBND", "CTr", "notation-form"),
        ("Số: 15/QĐ", "QĐ", "notation-form"),
        ("Số: 15-QĐ/UBND", "QĐ", "notation-form"),
        ("Số: 15/UBND-VHXH", "CV", ""),
        ("Số: 15/2026/QĐ-UBND", "QĐ", ""),
        ("Số: 15/SY-UBND", "QĐ", ""),
    ],
)
def test_the_notation_is_read_with_its_case(line: str, kind: str, rule: str):
    found = [code for code, _ in check_number(line, kind=kind, symbol="", filled_later=False)]
    assert found == ([rule] if rule else [])


def test_every_rule_says_where_how_grave_and_the_way_out():
    assert all({"clause", "severity", "label", "way"} == set(rule) for rule in rules()["rules"].values())
    assert {rule["severity"] for rule in rules()["rules"].values()} == {"error", "warn"}


_LINE = st.builds(
    layout.Line,
    text=st.text(max_size=40)
    | st.sampled_from(["Số:", "Nơi nhận:", "V/v", "KẾ HOẠCH", "TM. ỦY BAN", "- Lưu: VT", "ngày tháng năm"]),
    size=st.sampled_from([0.0, 13.0, 14.0]),
    bold=st.booleans(),
    italic=st.booleans(),
)


@given(st.lists(_LINE, max_size=12), st.sampled_from(Kind.values), st.text(max_size=20))
@settings(max_examples=25, deadline=None)
def test_no_words_make_the_linter_fall(lines: list[layout.Line], kind: str, abstract: str):
    """Whatever people write, in whatever order, it is checked and each finding says its way out."""
    seen = layout.Seen(source="docx", width=210, height=297, margins={}, lines=tuple(lines))
    findings = layout.check(seen, layout.Expected(kind=kind, abstract=abstract))
    assert {"nation", "motto"} <= {finding.rule for finding in findings}
    assert all(finding.way and finding.found for finding in findings)


def test_short_forms_of_names():
    assert [initials_of(name) for name in ("Ủy ban nhân dân xã Ia Pa", "Sở Y tế", "Phòng Văn hóa - Xã hội", "Hội đồng nhân dân tỉnh")] == ["UBND", "SYT", "VHXH", "HĐND"]  # fmt: skip
    assert symbol_of(Kind.LETTER, "UBND", "VHXH") == "UBND-VHXH"
    assert symbol_of(Kind.SUBMISSION, "SYT", "VP") == "TTr-SYT"
