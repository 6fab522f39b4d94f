"""What people write into the forms of the demo (nội dung kê khai): one teller per procedure, the rest by the kind of the question."""

import random
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

from lienthong.config.demo_province import trades
from lienthong.config.demo_province.examples import Examples
from lienthong.config.demo_province.people import KINH, Neighbours, Person
from lienthong.domain.eforms import queries as eforms
from lienthong.domain.eforms.services import tidy_answers

type Answers = dict[str, Any]

BANKS = ("Agribank Gia Lai", "BIDV Nam Gia Lai", "Vietcombank Gia Lai", "VietinBank Gia Lai")
WARDS = (
    "UBND phường Diên Hồng",
    "UBND phường Hội Thương, thành phố Pleiku",
    "UBND xã Ia Ly",
    "UBND phường Trà Bá, thành phố Pleiku",
    "UBND xã Chư Sê",
)
HOSPITALS = (
    "Bệnh viện Nhi Gia Lai",
    "Bệnh viện Đa khoa tỉnh Gia Lai",
    "Bệnh viện Đại học Y Dược - HAGL",
    "Trung tâm Y tế Chư Sê",
    "Bệnh viện Đa khoa Bình Định",
)


class Teller:
    """Answers of one person to one form on one day."""

    def __init__(self, *, person: Person, day: date, dice: random.Random, neighbours: Neighbours) -> None:
        self.person, self.day, self.dice, self.neighbours = person, day, dice, neighbours

    def tell(self, code: str, form: Any) -> Answers:
        """Complete, valid answers; only what the form asks given these answers."""
        told = {**self._declarant(), **TELLERS[code](self)} if code in TELLERS else self._declarant()
        questions = eforms.structure_of(form).questions
        answers = {
            name: value
            for name, value in told.items()
            if name in questions and value not in (None, "") and _is_offered(questions[name], value)
        }
        examples = Examples(self)
        for name, question in questions.items():
            if question.needed(answers) and name not in answers and question.visible(answers, questions):
                answers[name] = examples.answer(question)
        return tidy_answers(form=form, answers=answers)

    def ago(self, first: int, last: int) -> str:
        """An ISO day between `first` and `last` days before the filing."""
        return (self.day - timedelta(days=self.dice.randint(first, last))).isoformat()

    def ahead(self, first: int, last: int) -> str:
        """An ISO day between `first` and `last` days after the filing."""
        return (self.day + timedelta(days=self.dice.randint(first, last))).isoformat()

    def spouse(self) -> Person:
        """Somebody of the other sex and about the same age, from the same commune."""
        year = self.person.birth_date.year
        return self.neighbours.one(
            commune=self.person.commune,
            gender="Nam" if self.person.gender == "Nữ" else "Nữ",
            born=(year - 4, min(year + 4, 2006)),
        )

    def _declarant(self) -> Answers:
        person = self.person
        return {
            "req_name": person.name,
            "req_pin": person.id_number,
            "req_birth_date": person.birth_date.isoformat(),
            "req_gender": person.gender,
            "req_phone": person.international_phone,
            "req_email": person.email,
            "req_address": person.address,
            "req_relation": "Bản thân",
            "req_ethnicity": person.ethnicity,
            "req_nationality": "VN",
        }


def _is_offered(question: Any, value: Any) -> bool:
    """Each form has its own words for who one is to somebody; what it does not offer is not said."""
    return not question.choices or not isinstance(value, str) or value in question.choices


def birth(t: Teller) -> Answers:
    """A child is born."""
    mother = t.person if t.person.gender == "Nữ" else t.spouse()
    father = t.spouse() if t.person.gender == "Nữ" else t.person
    gender = t.dice.choice(("Nam", "Nữ"))
    known = t.dice.random() < 0.88
    late = t.dice.random() < 0.08
    born = t.ago(70, 200) if late else t.ago(5, 45)
    return {
        "req_relation": "Mẹ" if t.person is mother else "Cha",
        "child_name": t.neighbours.baby(gender, father if known else mother),
        "child_birth_date": born,
        "child_gender": gender,
        "child_birth_place": f"{t.dice.choice(HOSPITALS)}, tỉnh Gia Lai",
        "child_ethnicity": father.ethnicity if known and father.ethnicity == KINH else mother.ethnicity,
        "child_nationality": "VN",
        "child_hometown": t.person.address,
        "mother_name": mother.name,
        "mother_pin": mother.id_number,
        "mother_birth_year": mother.birth_date.year,
        "mother_ethnicity": mother.ethnicity,
        "mother_nationality": "VN",
        "mother_address": mother.address,
        "father_known": "Có" if known else "Không",
        **(
            {
                "father_name": father.name,
                "father_pin": father.id_number,
                "father_birth_year": father.birth_date.year,
                "father_ethnicity": father.ethnicity,
                "father_nationality": "VN",
                "father_address": father.address,
                "marriage_certificate": f"Số {t.dice.randint(12, 180)}/{t.dice.randint(2015, 2025)}, {t.dice.choice(WARDS)}",
            }
            if known
            else {}
        ),
        "copies": t.dice.choice((0, 0, 1, 2)),
    }


def death(t: Teller) -> Answers:
    """Somebody has died."""
    gender = t.dice.choice(("Nam", "Nữ"))
    dead = t.neighbours.one(commune=t.person.commune, gender=gender, born=(1932, 1955))
    at_home = t.dice.random() < 0.5
    died = date.fromisoformat(t.ago(3, 12))
    return {
        "req_relation": "Con",
        "dead_name": dead.name,
        "dead_gender": gender,
        "dead_birth_date": dead.birth_date.isoformat(),
        "dead_pin": dead.id_number,
        "dead_ethnicity": dead.ethnicity,
        "dead_nationality": "VN",
        "dead_last_address": dead.address,
        "dead_address": dead.address,
        "death_date": died.isoformat(),
        "death_time": f"{t.dice.randint(0, 23)} giờ {t.dice.randint(0, 59):02d} phút",
        "death_place": f"Tại nhà, {dead.detail}" if at_home else t.dice.choice(HOSPITALS),
        "death_cause": "Tuổi già, bệnh lâu ngày" if at_home else "Suy tim",
        "notice_kind": "Giấy báo tử",
        "notice_number": f"{t.dice.randint(10, 320)}/GBT",
        "notice_issuer": "Trạm Y tế phường" if at_home else t.dice.choice(HOSPITALS),
        "notice_date": (died + timedelta(days=1)).isoformat(),
        "copies": t.dice.choice((0, 2, 3)),
        "benefit": "Trợ cấp hưu trí xã hội",
        **_money(t),
    }


def linked_birth(t: Teller) -> Answers:
    """The same, where father and mother are one question each."""
    told = birth(t)
    parents = [parent for parent in ("mother", "father") if f"{parent}_name" in told]
    return told | {
        parent: {"full_name": told[f"{parent}_name"], "id_number": told[f"{parent}_pin"]} for parent in parents
    }


def linked_death(t: Teller) -> Answers:
    """The same, where the dead person is one question."""
    told = death(t)
    dead = {
        "full_name": "dead_name",
        "id_number": "dead_pin",
        "birth_date": "dead_birth_date",
        "address": "dead_address",
    }
    return told | {"dead": {part: told[name] for part, name in dead.items()}}


def marriage(t: Teller) -> Answers:
    """Two people marry."""
    wife, husband = (t.person, t.spouse()) if t.person.gender == "Nữ" else (t.spouse(), t.person)
    answers: Answers = {"voluntary": True, "copies": t.dice.choice((0, 1, 2))}
    for side, one in (("f", wife), ("m", husband)):
        answers |= {
            f"{side}_name": one.name,
            f"{side}_pin": one.id_number,
            f"{side}_birth_date": one.birth_date.isoformat(),
            f"{side}_ethnicity": one.ethnicity,
            f"{side}_nationality": "VN",
            f"{side}_address": one.address,
            f"{side}_phone": one.international_phone,
            f"{side}_times": 1,
        }
    return answers


def single_status(t: Teller) -> Answers:
    """A certificate of marital status."""
    divorced = t.dice.random() < 0.2
    return {
        **_self(t),
        "marital_status": "Đã ly hôn, chưa kết hôn lại" if divorced else "Chưa đăng ký kết hôn lần nào",
        "marital_grounds": f"Quyết định số {t.dice.randint(20, 300)}/2024/QĐST-HNGĐ ngày 12/6/2024 của Tòa án nhân dân thành phố Pleiku"
        if divorced
        else "",
        "stays": f"Từ năm {t.person.birth_date.year + 18} đến nay: {t.person.detail}",
        "purpose": t.dice.choice(
            (
                "Đăng ký kết hôn tại UBND phường Pleiku",
                "Làm thủ tục vay vốn mua nhà tại ngân hàng",
                "Làm thủ tục chuyển nhượng quyền sử dụng đất",
            )
        ),
    }


def extract(t: Teller) -> Answers:
    """Copies from the civil register or an original book."""
    event = t.dice.choice(("Khai sinh", "Khai sinh", "Kết hôn", "Khai tử"))
    return {
        **_self(t),
        "event_kind": event,
        "reg_office": t.dice.choice(WARDS),
        "reg_date": f"{t.dice.randint(2001, 2019)}-{t.dice.randint(1, 12):02d}-{t.dice.randint(1, 28):02d}",
        "reg_number": f"Số {t.dice.randint(5, 260)}, quyển số 01",
        "copies": t.dice.randint(1, 4),
        "doc_name": t.dice.choice(
            ("Bằng tốt nghiệp trung học phổ thông", "Giấy khai sinh", "Quyết định công nhận hộ nghèo")
        ),
        "doc_number": f"Số {t.dice.randint(1000, 9999)}, cấp năm {t.dice.randint(2005, 2020)}",
        "relation_to_owner": "Người được cấp bản chính",
    }


def correction(t: Teller) -> Answers:
    """A mistake in the civil register is put right."""
    wrong, right, why = t.dice.choice(
        (
            (
                f"Ngày sinh: 01/01/{t.person.birth_date.year}",
                f"Ngày sinh: {t.person.birth_date:%d/%m/%Y}",
                "Khi đăng ký quá hạn năm 2006, cán bộ ghi ngày 01/01 vì chưa có giấy chứng sinh. Nay có sổ khám thai và giấy chứng sinh gốc.",
            ),
            (
                "Dân tộc: Kinh",
                "Dân tộc: Gia-rai",
                "Cha và mẹ đều là người Gia-rai; Giấy khai sinh ghi nhầm dân tộc khi chuyển sổ.",
            ),
            ("Chữ đệm: Thi", "Chữ đệm: Thị", "Giấy khai sinh đánh máy thiếu dấu, không khớp căn cước và học bạ."),
        )
    )
    return {
        **_self(t),
        "change_kind": "Cải chính",
        "reg_event": "Giấy khai sinh",
        "reg_office": t.dice.choice(WARDS),
        "reg_number": f"Số {t.dice.randint(5, 260)}, quyển số 01/{t.person.birth_date.year + 5}",
        "content_from": wrong,
        "content_to": right,
        "reason": why,
        "copies": 1,
    }


def _self(t: Teller) -> Answers:
    person = t.person
    return {
        "req_relation": "Bản thân",
        "p_name": person.name,
        "p_gender": person.gender,
        "p_birth_date": person.birth_date.isoformat(),
        "p_pin": person.id_number,
        "p_ethnicity": person.ethnicity,
        "p_nationality": "VN",
        "p_address": person.address,
    }


def _money(t: Teller) -> Answers:
    if t.dice.random() < 0.4:
        return {"pay_method": "Tiền mặt"}
    return {
        "pay_method": "Tài khoản ngân hàng",
        "bank_account": str(t.dice.randint(10**11, 10**12 - 1)),
        "bank_name": t.dice.choice(BANKS),
    }


def pension(t: Teller) -> Answers:
    """Benefits of the elderly, the disabled and the poor."""
    group = t.dice.choice(("Người khuyết tật", "Người cao tuổi", "Người đơn thân nghèo nuôi con"))
    return {
        "has_pension": "Không",
        "poor_status": t.dice.choice(("Nghèo", "Cận nghèo", "Không thuộc hai loại trên")),
        "group_kind": group,
        "disability_kind": "Vận động",
        "disability_level": t.dice.choice(("Nặng", "Đặc biệt nặng")),
        "current_benefit": "Chưa hưởng khoản nào",
        "carer_name": t.spouse().name,
        **_money(t),
    }


def residence(t: Teller) -> Answers:
    """Permanent and temporary residence."""
    owner = t.neighbours.one(commune=t.person.commune)
    return {
        "head_name": owner.name,
        "head_pin": owner.id_number,
        "head_relation": "Người ở nhờ, ở thuê",
        "stay_address": owner.address,
        "new_address": owner.address,
        "stay_from": t.ago(1, 20),
        "stay_to": t.ahead(5, 25),
        "stay_months": t.dice.choice((6, 12, 24)),
        "dwelling_kind": "Thuê, mượn, ở nhờ",
        "owner_name": owner.name,
        "owner_pin": owner.id_number,
        "owner_consent": t.dice.choice(("Ký trên tờ khai", "Xác nhận qua VNeID")),
        "confirm_what": t.dice.choice(("Nơi thường trú", "Nơi tạm trú", "Thành viên hộ gia đình")),
        "confirm_address": t.person.address,
        "purpose": t.dice.choice(
            ("Nộp hồ sơ nhập học cho con", "Làm thủ tục vay vốn ngân hàng", "Đăng ký mua nhà ở xã hội")
        ),
    }


TELLERS: dict[str, Callable[[Teller], Answers]] = {
    "1.001193": birth,
    "1.000656": death,
    "1.001731": death,
    "3.000722": linked_birth,
    "2.002913": linked_death,
    "1.014028": linked_death,
    "1.000894": marriage,
    "1.004873": single_status,
    "2.000635": extract,
    "2.000908": extract,
    "1.004859": correction,
    "1.014027": pension,
    "1.001776": pension,
    "1.004194": residence,
    "1.004222": residence,
    "1.002755": residence,
    "1.010041": residence,
    "2.000815": trades.certified_copy,
    "2.000884": trades.certified_signature,
    "1.001612": trades.household_business,
    "1.001266": trades.business_end,
    "1.013225": trades.building_permit,
    "1.013855": trades.food_safety,
}
