"""The people of the demo province (công dân): those the VNeID sandbox knows, and as many neighbours as the stories need."""

import random
from dataclasses import dataclass
from datetime import date

PROVINCE = "52"
VNEID_PIN = "246810"

PLACES = (
    (
        "23563",
        "Phường Diên Hồng",
        ("Tổ 2", "Tổ 5", "12 Trần Phú", "48 Phan Đình Phùng", "105 Cách Mạng Tháng Tám", "Hẻm 27 Lê Lợi"),
    ),
    ("23575", "Phường Pleiku", ("45 Hùng Vương", "Tổ 1", "Làng Ốp", "7 Quang Trung", "88 Phạm Văn Đồng")),
    ("23584", "Phường Thống Nhất", ("Tổ 6", "23 Lê Thánh Tôn", "Làng Plei Ốp")),
    ("23602", "Phường An Phú", ("Thôn 3", "Làng Bruk Ngol", "Thôn 7")),
    ("23586", "Phường Hội Phú", ("Tổ 4", "61 Trường Chinh", "Làng Ngol")),
    ("21583", "Phường Quy Nhơn", ("Khu vực 4", "19 Nguyễn Huệ", "30 Lê Hồng Phong")),
    ("23938", "Xã Ia Mơ", ("Làng Krông", "Làng Khôi", "Làng Klăh", "Làng Hnáp")),
    ("23941", "Xã Chư Sê", ("Thôn Hòa Bình", "Làng Tung Ke", "Tổ 9")),
)

JARAI, BAHNAR, KINH = "10", "13", "01"
_FAMILY = {
    JARAI: ("Rơ Châm", "Ksor", "Siu", "Nay", "Kpă", "Rah Lan", "Rơ Mah", "Puih"),
    BAHNAR: ("Đinh", "Bơnh", "Hmưk"),
    KINH: ("Nguyễn", "Trần", "Lê", "Phạm", "Võ", "Huỳnh", "Đặng", "Bùi", "Hồ", "Phan", "Đỗ", "Lý"),
}
_WOMEN = {
    JARAI: ("H'Lan", "H'Ngan", "H'Bia", "H'Nhung", "H'Yêm", "H'Duyên", "H'Phương"),
    BAHNAR: ("Thị Bleh", "Thị Hyơi", "Thị Mlư", "Thị Ban"),
    KINH: (
        "Thị Thu Hà",
        "Thị Ngọc Trâm",
        "Thị Kim Oanh",
        "Thị Mỹ Linh",
        "Thị Hồng Nhung",
        "Thị Lan Anh",
        "Thị Bích Ngọc",
        "Thị Thanh Thảo",
        "Thị Phượng",
    ),
}
_MEN = {
    JARAI: ("Y Blô", "Hoàng", "Thiêm", "Bình", "Huy", "Y Thuyên", "Nhân"),
    BAHNAR: ("Văn Hyưh", "Văn Brưm", "Văn Klơh", "Văn Thuận"),
    KINH: (
        "Quốc Bảo",
        "Minh Đức",
        "Văn Lợi",
        "Hữu Phước",
        "Thanh Tùng",
        "Đình Khoa",
        "Anh Tuấn",
        "Văn Sơn",
        "Công Danh",
        "Gia Huy",
    ),
}
_BABIES = {
    "Nam": ("Bảo An", "Minh Khang", "Gia Bảo", "Nhật Minh", "Đăng Khôi"),
    "Nữ": ("Bảo Ngọc", "Khánh An", "Minh Châu", "Tuệ Nhi", "Thảo Vy"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """Somebody who files. `commune` is a GSO code of 2025, `detail` the rest of the address."""

    name: str
    id_number: str
    birth_date: date
    gender: str
    ethnicity: str
    commune: str
    detail: str
    phone: str
    email: str = ""
    subject: str = ""

    @property
    def family(self) -> str:
        """Family name."""
        return next(
            (each for names in _FAMILY.values() for each in names if self.name.startswith(f"{each} ")),
            self.name.split(" ", 1)[0],
        )

    @property
    def address(self) -> dict[str, str]:
        """The answer to a question for an address."""
        return {"province": PROVINCE, "commune": self.commune, "detail": self.detail}

    @property
    def international_phone(self) -> str:
        """E.164."""
        return f"+84{self.phone[1:]}"


def _known(
    number: int,
    name: str,
    born: str,
    gender: str,
    ethnicity: str,
    id_number: str,
    commune: str,
    detail: str,
    mailbox: str,
) -> Person:
    return Person(
        name=name,
        id_number=id_number,
        birth_date=date.fromisoformat(born),
        gender=gender,
        ethnicity=ethnicity,
        commune=commune,
        detail=detail,
        phone=f"09000001{number:02d}",
        email=f"{mailbox}@congdan.example",
        subject=f"vneid-{number:03d}",
    )


# The same twelve as sandbox/citizens.json; a test compares them.
VNEID_CITIZENS = (
    _known(1, "Rơ Châm H'Lan", "1995-03-12", "Nữ", JARAI, "064195002501", "23734", "Làng Kép", "rocham.hlan"),
    _known(2, "Ksor Y Blô", "1992-11-02", "Nam", JARAI, "064092003712", "23734", "Làng Kép", "ksor.yblo"),
    _known(3, "Siu H'Ngan", "1988-07-25", "Nữ", JARAI, "064188011797", "24049", "Plei Ơi", "siu.hngan"),
    _known(4, "Đinh Văn Hyưh", "1979-01-30", "Nam", BAHNAR, "064079007359", "23668", "Làng Stơr", "dinh.hyuh"),
    _known(5, "Nay H'Bia", "2004-09-14", "Nữ", JARAI, "064304009935", "24028", "Buôn Tul", "nay.hbia"),
    _known(6, "Nguyễn Thị Thu Hà", "1985-05-19", "Nữ", KINH, "064185031873", "23563", "Tổ 5", "nguyen.thuha"),
    _known(7, "Trần Quốc Bảo", "1983-12-08", "Nam", KINH, "064083024628", "23575", "45 Hùng Vương", "tran.quocbao"),
    _known(8, "Lê Thị Sương", "1948-02-17", "Nữ", KINH, "052148001829", "23941", "Thôn Hòa Bình", "le.suong"),
    _known(9, "Phạm Minh Đức", "1990-08-21", "Nam", KINH, "064090021730", "23617", "Tổ 3", "pham.minhduc"),
    _known(10, "Võ Thị Ngọc Trâm", "1997-06-05", "Nữ", KINH, "052197036584", "21583", "Khu vực 4", "vo.ngoctram"),
    _known(11, "Huỳnh Văn Lợi", "1946-10-10", "Nam", KINH, "052046001514", "21808", "Thôn Thuận Hạnh", "huynh.loi"),
    _known(12, "Kpă Hoàng", "2001-04-03", "Nam", JARAI, "064201013176", "23866", "Làng Krêl", "kpa.hoang"),
)
NGUOI_DAN = VNEID_CITIZENS[5]


class Neighbours:
    """Makes up people, the same ones for the same seed; none shares a number with another."""

    def __init__(self, dice: random.Random) -> None:
        self._dice = dice
        self._taken = {person.id_number for person in VNEID_CITIZENS}

    def one(self, *, commune: str = "", gender: str = "", born: tuple[int, int] = (1958, 2003)) -> Person:
        """A person of a commune of PLACES (any), born between two years."""
        dice = self._dice
        place = next((each for each in PLACES if each[0] == commune), None) or dice.choice(PLACES)
        remote = place[0] in {"23938", "23941"}
        ethnicity = dice.choices((KINH, JARAI, BAHNAR), (25, 60, 15) if remote else (68, 22, 10))[0]
        gender = gender or dice.choice(("Nam", "Nữ"))
        birth = date(dice.randint(*born), dice.randint(1, 12), dice.randint(1, 28))
        return Person(
            name=self.name(gender, ethnicity),
            id_number=self._number(gender, birth, "052" if place[0] == "21583" else "064"),
            birth_date=birth,
            gender=gender,
            ethnicity=ethnicity,
            commune=place[0],
            detail=dice.choice(place[2]),
            phone=f"09{dice.randint(10_000_000, 99_999_999)}",
        )

    def name(self, gender: str, ethnicity: str, family: str = "") -> str:
        """A full name."""
        dice = self._dice
        return f"{family or dice.choice(_FAMILY[ethnicity])} {dice.choice((_WOMEN if gender == 'Nữ' else _MEN)[ethnicity])}"

    def baby(self, gender: str, parent: Person) -> str:
        """A child's name."""
        return f"{parent.family} {self._dice.choice(_BABIES[gender])}"

    def _number(self, gender: str, birth: date, province: str) -> str:
        century = (2 if birth.year >= 2000 else 0) + (1 if gender == "Nữ" else 0)
        while True:
            number = f"{province}{century}{birth.year % 100:02d}{self._dice.randint(1, 49_999):06d}"
            if number not in self._taken:
                self._taken.add(number)
                return number
