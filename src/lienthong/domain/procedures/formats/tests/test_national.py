"""There and back: no record loses anything, whatever stands in it."""

import copy
import json
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from lienthong.domain.procedures.formats import flags
from lienthong.domain.procedures.formats.national import to_entry, to_record
from lienthong.domain.procedures.formats.national_shape import problems_of
from lienthong.domain.procedures.record import settled
from lienthong.domain.procedures.services.reading import read_catalogue

RECORD: dict[str, Any] = {
    "MATTHC": "1.999001",
    "TENTTHC": "Thủ tục cấp giấy phép nuôi ong lấy mật",
    "CAPTHUCHIEN": "Cấp xã, Cấp tỉnh",
    "LOAITTHC": "OTHER",
    "LINHVUCTHUCHIEN": [{"MALINHVUC": "", "TENLINHVUC": "Chăn nuôi"}],
    "COQUANTHUCHIEN": [{"TENDONVI": "Phòng Kinh tế, Sở Nông nghiệp và Môi trường", "MADONVI": ""}],
    "DOITUONGTHUCHIEN": ["Công dân Việt Nam", "Tổ chức (không bao gồm doanh nghiệp", "HTX)"],
    "CACHTHUCTHUCHIEN": [
        {
            "KENH": 1,
            "THOIGIAN": [
                {
                    "THOIGIANGIAIQUYET": "05",
                    "DONVITINH": "Ngày làm việc",
                    "MOTA": "Vùng cao được thêm 10 ngày.<br>Nộp tại một cửa.",
                    "PHILEPHI": [{"SOTIEN": "120.000", "DONVI": "Đồng", "MOTA": "Lệ phí cấp giấy"}],
                }
            ],
        },
        {
            "KENH": 2,
            "THOIGIAN": [
                {
                    "THOIGIANGIAIQUYET": "",
                    "DONVITINH": "Không quá 5 ngày, đàn lớn thì 9 ngày",
                    "MOTA": "",
                    "PHILEPHI": [],
                }
            ],
        },
    ],
    "THANHPHANHOSO": [
        {
            "TRUONGHOP": "Chung",
            "GIAYTO": [
                {
                    "MAGIAYTO": "",
                    "TENGIAYTO": "Đơn đề nghị",
                    "SOBANCHINH": 1,
                    "SOBANSAO": 0,
                    "TENMAUDON": "M01.doc",
                    "URL": "",
                }
            ],
        },
        {
            "TRUONGHOP": "Đàn từ 50 tổ trở lên",
            "GIAYTO": [
                {"MAGIAYTO": "", "TENGIAYTO": "Sơ đồ", "SOBANCHINH": 0, "SOBANSAO": 0, "TENMAUDON": "", "URL": ""},
                {"MAGIAYTO": "", "TENGIAYTO": "", "SOBANCHINH": 0, "SOBANSAO": 1, "TENMAUDON": "M02", "URL": ""},
            ],
        },
    ],
    "KETQUATHUCHIEN": [{"MAKETQUA": "KQ.G10.000001", "TENKETQUA": "Giấy phép"}],
    "CANCUPHAPLY": [{"SOVANBAN": "Nghị định số 13/2020/NĐ-CP", "TENVANBAN": "hướng dẫn Luật Chăn nuôi"}],
}


def test_it_works() -> None:
    entry = to_entry(RECORD)
    assert entry["short_name"] == "Cấp giấy phép nuôi ong lấy mật"
    assert entry["subjects"] == ["citizen", "organization"]
    assert [agency["tier"] for agency in entry["carried_out_by"]] == ["xa", "tinh"]
    counter, online = (way["terms"][0] for way in entry["ways"])
    assert (counter["value"], counter["unit"], counter["text"]) == (5, "working_days", "05 Ngày làm việc")
    assert counter["note"] == "Vùng cao được thêm 10 ngày.\nNộp tại một cửa."
    assert counter["fees"][0] | {"note": ""} == {
        "amount": 120_000,
        "currency": "Đồng",
        "kind": "le_phi",
        "note": "",
        "text": "120.000",
    }
    assert online["value"] is None
    assert entry["cases"] == [{"key": "dan-tu-50-to-tro-len", "name": "Đàn từ 50 tổ trở lên"}]
    assert [paper["cases"] for paper in entry["requirements"]] == [
        [],
        ["dan-tu-50-to-tro-len"],
        ["dan-tu-50-to-tro-len"],
    ]
    assert json.loads(json.dumps(entry)) == entry


def test_what_is_prose_becomes_a_flag_with_its_text_and_its_place() -> None:
    found = {(flag["path"], flag["why"]): flag["text"] for flag in to_entry(RECORD)["flags"]}
    assert found["ways.1.terms.0.value", flags.LIMIT_PROSE] == "Không quá 5 ngày, đàn lớn thì 9 ngày"
    assert ("ways.0.terms.0.note", flags.NOTE_NAMES_LIMIT) in found
    assert ("requirements.2.name", flags.PAPER_NAMELESS) in found
    assert ("requirements", flags.COPIES_UNSAID) in found
    assert ("time_limit_value", flags.LIMIT_UNKNOWN) in found


def test_an_untouched_record_comes_back_equal_and_a_changed_part_comes_back_changed() -> None:
    entry = to_entry(RECORD)
    assert to_record(entry) == RECORD
    entry["requirements"][0]["name"] = "Đơn đề nghị cấp giấy phép"
    entry["ways"][0]["terms"][0]["value"] = 3
    again = to_record(entry)
    assert again["THANHPHANHOSO"][0]["GIAYTO"][0]["TENGIAYTO"] == "Đơn đề nghị cấp giấy phép"
    assert again["CACHTHUCTHUCHIEN"][0]["THOIGIAN"][0]["THOIGIANGIAIQUYET"] == "3"
    untouched = ("COQUANTHUCHIEN", "DOITUONGTHUCHIEN", "KETQUATHUCHIEN", "CANCUPHAPLY", "TENTTHC")
    assert {part: again[part] for part in untouched} == {part: RECORD[part] for part in untouched}


def test_our_own_catalogue_keeps_what_it_says_on_the_way_through_the_national_shape() -> None:
    data = read_catalogue(None)
    fields = {field["code"]: field["name"] for field in data["fields"]}
    for entry in data["procedures"]:
        record = to_record(entry, field_name=fields[entry["field"]])
        assert problems_of(record) == [], entry["code"]
        assert to_record(to_entry(record)) == record, entry["code"]
        read = to_entry(record)
        assert len(read["legal_bases"]) == len(entry["legal_bases"])
        assert set(read["channels"]) == set(entry["channels"])


words = st.text(st.characters(codec="utf-8", exclude_characters="\0"), max_size=24) | st.sampled_from(
    [
        "default",
        "Chung",
        "3",
        "03",
        "7.5",
        "ngày làm việc",
        "ngày",
        "Theo mô tả ngày",
        "5 ngày",
        "a<br>b",
        "Giấy tờ phải xuất trình",
        "Sở Y tế, Bộ Y tế",
    ]
)
numbers = st.integers(-2, 2_000) | words
fees = st.fixed_dictionaries({}, optional={"SOTIEN": numbers, "DONVI": words, "MOTA": words})
terms = st.fixed_dictionaries(
    {}, optional={"THOIGIANGIAIQUYET": words, "DONVITINH": words, "MOTA": words, "PHILEPHI": st.lists(fees, max_size=2)}
)
papers = st.fixed_dictionaries(
    {},
    optional={
        "MAGIAYTO": words,
        "TENGIAYTO": words,
        "SOBANCHINH": numbers,
        "SOBANSAO": numbers,
        "TENMAUDON": words,
        "URL": words,
        "LOAGIAYTO": words,
    },
)
records = st.fixed_dictionaries(
    {
        "MATTHC": st.from_regex(r"[0-9]\.[0-9]{6}", fullmatch=True),
        "TENTTHC": st.just("Tên ") | words.map(lambda said: f"T {said}"),
    },
    optional={
        "CAPTHUCHIEN": words | st.none(),
        "LOAITTHC": words,
        "YEUCAU": words,
        "MOTADOITUONGTHUCHIEN": words,
        "PHANMORONG": st.dictionaries(words, words, max_size=2),
        "LINHVUCTHUCHIEN": st.lists(
            st.fixed_dictionaries({}, optional={"MALINHVUC": words, "TENLINHVUC": words}), max_size=2
        ),
        "COQUANTHUCHIEN": st.lists(
            st.fixed_dictionaries({}, optional={"TENDONVI": words, "MADONVI": words}), max_size=2
        ),
        "DOITUONGTHUCHIEN": st.lists(words, max_size=4),
        "CACHTHUCTHUCHIEN": st.lists(
            st.fixed_dictionaries(
                {"KENH": st.sampled_from([1, 2, 3, "1"])},
                optional={"THOIGIAN": st.lists(terms, max_size=3), "MOTA": words},
            ),
            max_size=3,
        ),
        "TRINHTUTHUCHIEN": st.lists(
            st.fixed_dictionaries(
                {},
                optional={
                    "TRUONGHOP": words,
                    "TRINHTU": st.lists(st.fixed_dictionaries({"TENTRINHTU": words}), max_size=2),
                },
            ),
            max_size=2,
        ),
        "THANHPHANHOSO": st.lists(
            st.fixed_dictionaries({}, optional={"TRUONGHOP": words, "GIAYTO": st.lists(papers, max_size=3)}), max_size=3
        ),
        "KETQUATHUCHIEN": st.lists(
            st.fixed_dictionaries({}, optional={"MAKETQUA": words, "TENKETQUA": words}), max_size=2
        ),
        "CANCUPHAPLY": st.lists(
            st.fixed_dictionaries({}, optional={"SOVANBAN": words, "TENVANBAN": words}), max_size=2
        ),
    },
)


@given(records)
def test_any_well_shaped_record_comes_back_equal(record: dict[str, Any]) -> None:
    given = copy.deepcopy(record)
    assert problems_of(record) == []
    entry = to_entry(record)
    assert record == given  # reading changes nothing
    stored = settled(json.loads(json.dumps(entry)))
    assert json.dumps(to_record(stored), sort_keys=True) == json.dumps(record, sort_keys=True)
    keys = [paper["key"] for paper in entry["requirements"]]
    assert len(keys) == len(set(keys))


@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | words,
        lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from([*RECORD, "x"]), inner, max_size=4),
        max_leaves=12,
    )
)
def test_what_has_another_shape_is_told_and_never_breaks(junk: object) -> None:
    found = problems_of(junk)
    assert all(len(problem) == 3 for problem in found)
    if not found:
        to_entry(junk)  # type: ignore[arg-type]
