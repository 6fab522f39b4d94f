import unicodedata

import pytest

from lienthong.domain.procedures.choices import Subject, TierCode, TimeUnit
from lienthong.domain.procedures.formats.agency_names import (
    agency_key,
    is_run_together,
    split_agencies,
    tier_of_agency,
)
from lienthong.domain.procedures.formats.spellings import (
    Limit,
    key,
    kind_label,
    limit_of,
    money_in,
    names_longer_limit,
    subject_of,
    tiers_of,
    unit_of,
    whole_subjects,
)

WORKING, DAYS = TimeUnit.WORKING_DAYS, TimeUnit.DAYS


@pytest.mark.parametrize(
    ("value", "unit", "limit"),
    [
        ("5", "ngày làm việc", Limit(5, WORKING)),
        ("03", "Ngày làm việc", Limit(3, WORKING)),
        ("7", "NGÀY LV", Limit(7, WORKING)),
        ("7", unicodedata.normalize("NFD", "ngày làm việc"), Limit(7, WORKING)),
        ("15", "Ngày.", Limit(15, DAYS)),
        ("2", "tuần", Limit(14, DAYS)),
        ("4", "giờ", Limit(4, TimeUnit.HOURS)),
        ("2", "Tháng", Limit(2, TimeUnit.MONTHS)),
        ("1", "năm", Limit(12, TimeUnit.MONTHS)),
        ("", "Không quá 03 ngày làm việc ngày", Limit(3, WORKING)),
        ("", "Trong thời hạn 20 ngày kể từ ngày nhận đủ hồ sơ hợp lệ.", Limit(20, DAYS)),
        # what says more than one number, or none, is left as it stands
        ("", "Không quá 15 ngày, xã vùng khó khăn thêm 10 ngày", None),
        ("", "Không quá 5 ngày làm việc; trường hợp phải xác minh thì 8 ngày", None),
        ("7.5", "ngày làm việc", None),
        ("0", "ngày", None),
        ("", "Theo mô tả ngày", None),
        ("1", "/12 hằng năm ngày", None),
        ("9", "ngày làm việc và thời gian của cơ quan phối hợp", None),
        ("", "", None),
        ("٣", "ngày", None),
        ("3", "buổi", None),
    ],
)
def test_limits(value: str, unit: str, limit: Limit | None) -> None:
    assert limit_of(value, unit) == limit


def test_a_description_with_more_time_is_noticed_and_one_with_less_is_not() -> None:
    limit = Limit(10, WORKING)
    assert names_longer_limit("Xã đảo, xã biên giới được cộng thêm 5 ngày làm việc.", limit)
    assert names_longer_limit("Không quá 30 ngày khi phải lấy ý kiến.", limit)
    assert not names_longer_limit("Trong 03 ngày làm việc, một cửa chuyển hồ sơ.", limit)
    assert not names_longer_limit("10 ngày làm việc kể từ khi nhận đủ hồ sơ", limit)
    assert money_in("Lệ phí: 75.000 đồng/giấy")
    assert not money_in("Theo Thông tư số 85/2019/TT-BTC")


@pytest.mark.parametrize(
    ("printed", "tiers"),
    [
        ("Cấp xã", (TierCode.COMMUNE,)),
        ("CẤP XÃ, cấp tỉnh", (TierCode.COMMUNE, TierCode.PROVINCE)),
        ("Cấp tỉnh, Cấp bộ/ngành, Cơ quan khác", (TierCode.PROVINCE, TierCode.CENTRAL, TierCode.OTHER)),
        ("Cấp vùng", (None,)),
        ("", ()),
    ],
)
def test_tiers(printed: str, tiers: tuple[TierCode | None, ...]) -> None:
    assert tiers_of(printed) == tiers


def test_subjects_cut_at_commas_are_whole_again() -> None:
    cut = ["Doanh nghiệp", "Tổ chức (không bao gồm doanh nghiệp", "HTX)", "Cán bộ", "công chức", "viên chức", "Nhóm lạ"]
    whole = whole_subjects(cut)
    assert whole == [
        "Doanh nghiệp",
        "Tổ chức (không bao gồm doanh nghiệp, HTX)",
        "Cán bộ, công chức, viên chức",
        "Nhóm lạ",
    ]
    assert [subject_of(each) for each in whole] == [Subject.BUSINESS, Subject.ORGANIZATION, Subject.CITIZEN, None]


@pytest.mark.parametrize(
    ("printed", "names"),
    [
        ("Sở Văn hóa, Thể thao và Du lịch, Sở Tư pháp", ["Sở Văn hóa, Thể thao và Du lịch", "Sở Tư pháp"]),
        ("Ủy ban nhân dân xã, phường, đặc khu", ["Ủy ban nhân dân xã, phường, đặc khu"]),
        ("Cục Bản đồ, Bản quyền và Lưu trữ; Bộ Nội vụ", ["Cục Bản đồ, Bản quyền và Lưu trữ", "Bộ Nội vụ"]),
        ("Phòng Kinh tế, Hạ tầng và Đô thị, UBND cấp xã", ["Phòng Kinh tế, Hạ tầng và Đô thị", "UBND cấp xã"]),
        ("", []),
    ],
)
def test_several_agencies_in_one_line(printed: str, names: list[str]) -> None:
    assert split_agencies(printed) == names


def test_names_without_anything_between_them_are_noticed() -> None:
    assert is_run_together("Bộ Tư pháp Sở Tư pháp")
    assert not is_run_together("Chủ tịch Ủy ban nhân dân cấp tỉnh")
    assert not is_run_together("Cục Phòng cháy - Bộ Công an")


@pytest.mark.parametrize(
    ("name", "tier"),
    [
        ("UBND cấp xã", TierCode.COMMUNE),
        ("Uỷ ban Nhân dân xã, phường, thị trấn.", TierCode.COMMUNE),
        ("CHỦ TỊCH UỶ BAN NHÂN DÂN XÃ", TierCode.COMMUNE),
        ("Phòng Kinh tế", TierCode.COMMUNE),
        ("Công an huyện", TierCode.DISTRICT),
        ("Sở Công Thương", TierCode.PROVINCE),
        ("Chi nhánh Văn phòng Đăng ký đất đai Ia Grai - tỉnh Gia Lai", TierCode.PROVINCE),
        ("Cục Hải quan tỉnh, thành phố", TierCode.CENTRAL),
        ("Bộ, cơ quan ngang Bộ", TierCode.CENTRAL),
        ("Cơ sở giáo dục", TierCode.OTHER),
        ("Ô lạ", None),
    ],
)
def test_the_tier_of_an_agency(name: str, tier: TierCode | None) -> None:
    assert tier_of_agency(name) == tier


@pytest.mark.parametrize(
    "names",
    [
        (
            "UBND cấp xã",
            "Ủy ban nhân dân xã, phường, đặc khu",
            "UỶ BAN NHÂN DÂN CẤP XÃ",
            "Uỷ ban Nhân dân xã, phường, thị trấn.",
        ),
        ("UBND cấp tỉnh", "Ủy ban nhân dân tỉnh", "UBND tỉnh Gia Lai", "Ủy ban nhân dân cấp Tỉnh"),
        ("Sở Y tế", "Sở Y tế tỉnh Gia Lai", "SỞ Y TẾ - TỈNH GIA LAI", unicodedata.normalize("NFD", "Sở Y tế")),
        ("Toà án nhân dân", "Tòa án nhân dân"),
    ],
)
def test_spellings_of_one_agency_have_one_key(names: tuple[str, ...]) -> None:
    assert len({agency_key(name, province="Gia Lai") for name in names}) == 1


def test_other_places_are_other_agencies() -> None:
    assert agency_key("Sở Y tế tỉnh Đắk Lắk", province="Gia Lai") != agency_key("Sở Y tế", province="Gia Lai")


def test_words_of_the_national_system_are_put_into_words() -> None:
    assert kind_label("LOCAL_REGULATION") == "Do địa phương quy định"
    assert kind_label("Loại chưa từng có") == "Loại chưa từng có"
    assert key(" Hoà  Bình. ") == key("HÒA BÌNH")
    assert unit_of("ngày (làm việc)") == (WORKING, 1)
