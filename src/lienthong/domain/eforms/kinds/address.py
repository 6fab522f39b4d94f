# every kind answers the same calls, whether or not it needs the question
"""Where somebody lives (địa chỉ): province, commune, and the rest as people write it.

An address of the time before 01/7/2025 has a district too, in the units of then: it is kept as it was, and shown with what it is called today.
"""

from lienthong.domain.eforms import catalogues, old_units
from lienthong.domain.eforms.catalogues import ABROAD
from lienthong.domain.eforms.kinds.base import Inputs, Read, text_problem
from lienthong.domain.eforms.structure import Json, Question
from lienthong.kit.text_vi import clean, shown

OLD = "cu-"  # before the code of a former province in a box: 52 was Bình Định and is Gia Lai
_PARTS = ("province", "district", "commune", "detail")
_CALLED = {"district": "Quận, huyện", "commune": "Xã, phường", "detail": "Số nhà, đường, thôn"}


class Address:
    """Communes are typed, with suggestions, and understood with or without accents and level: a list of 168 is too long to scroll."""

    widget = "address"
    verb = "ghi"

    def schema(self, question: Question) -> dict[str, Json]:
        """Codes of province and commune; `NN` is abroad; a `district` says that the units are those before 01/7/2025."""
        text = {"type": "string", "minLength": 1}
        today: dict[str, Json] = {
            "type": "object",
            "properties": {
                "province": {"anyOf": [{"const": ABROAD}, {"$ref": "#/$defs/provinces"}]},
                "commune": {**text, "maxLength": 120},
                "detail": {**text, "maxLength": 200},
            },
            "required": ["province"],
            "additionalProperties": False,
        }
        if not (question.units or question.as_of):
            return today
        before: dict[str, Json] = {
            "type": "object",
            "properties": {
                "province": {"type": "string", "pattern": r"^\d{2}$"},
                "district": {"type": "string", "pattern": r"^\d{3}$"},
                "commune": {"type": "string", "pattern": r"^\d{5}$"},
                "detail": {**text, "maxLength": 200},
            },
            "required": ["province", "district"],
            "additionalProperties": False,
        }
        if question.units == "old":
            abroad = {**today, "properties": {**today["properties"], "province": {"const": ABROAD}}}
            return {"anyOf": [before, abroad]}
        return {"anyOf": [today, before]}

    def read(self, question: Question, inputs: Inputs) -> Read:
        """A province alone is a blank: it is chosen beforehand."""
        raw: dict[str, Json] = {part: inputs.text(part) for part in _PARTS}
        province, district, commune, detail = (clean(raw[part]) for part in _PARTS)
        if not (district or commune or detail):
            return Read(raw=raw)
        if not province:
            return Read(raw=raw, problem="Chưa chọn tỉnh, thành phố")
        if province.startswith(OLD):
            return _read_old(province.removeprefix(OLD), district, commune, detail, raw)
        if district:
            return Read(raw=raw, problem=_no_district(province, district))
        value = {"province": province}
        if commune:
            found = catalogues.find_communes(province, commune)
            value["commune"] = found[0] if len(found) == 1 else commune
        if detail:
            value["detail"] = detail
        return Read(value=value, raw=raw)

    def problem(self, question: Question, value: Json) -> str:
        """Unknown province or commune, with those that look alike."""
        if not isinstance(value, dict) or not {*value} <= {*_PARTS}:
            return "Địa chỉ gồm tỉnh (province), xã (commune) và phần còn lại (detail); địa chỉ trước 01/7/2025 có thêm huyện (district)"
        province = value.get("province")
        for part, called in _CALLED.items():
            problem = text_problem(value[part], 200 if part == "detail" else 120) if part in value else ""
            if problem:
                return f"{called}: {problem[:1].lower()}{problem[1:]}"
        if province == ABROAD:
            if "district" in value:
                return "Địa chỉ ở nước ngoài không ghi quận, huyện ở ô riêng. Ghi cả địa chỉ vào một dòng"
            return "" if value.get("detail") else "Chưa ghi địa chỉ ở nước ngoài"
        if not isinstance(province, str):
            return f"Tỉnh, thành phố “{shown(province)}” không có trong danh mục"
        if "district" in value:
            return self._old_problem(question, value)
        if question.units == "old":
            return "Chưa ghi quận, huyện. Địa chỉ này ghi theo đơn vị hành chính trước 01/7/2025"
        if not catalogues.province_name(province):
            return f"Tỉnh, thành phố “{shown(province)}” không có trong danh mục"
        if "commune" not in value:
            return "Chưa ghi xã, phường"
        return self._commune_problem(question, province, value["commune"])

    def _commune_problem(self, question: Question, province: str, commune: str) -> str:
        if commune in catalogues.communes(province) or question.free_commune:
            return ""
        name = catalogues.province_name(province)
        found = catalogues.find_communes(province, commune)
        if len(found) > 1:
            names = " và ".join(catalogues.commune_name(province, code) for code in found)
            return f"{name} có {names}. Ghi rõ xã hay phường"
        if found:
            return f"Ghi mã của {catalogues.commune_name(province, found[0])}: {found[0]}"
        similar = catalogues.similar_communes(province, commune)
        hint = f"Có phải: {', '.join(similar)}" if similar else "Ghi tên theo đơn vị hành chính từ 01/7/2025"
        return f"{name} không có xã, phường “{shown(commune)}”. {hint}"

    def _old_problem(self, question: Question, value: dict[str, Json]) -> str:
        if not (question.units or question.as_of):
            return "Địa chỉ này ghi theo đơn vị hành chính từ 01/7/2025, không còn quận, huyện"
        province, district, commune = value["province"], value["district"], value.get("commune")
        if province not in old_units.provinces():
            return f"Trước 01/7/2025 không có tỉnh, thành phố mã “{shown(province)}”"
        name = old_units.provinces()[province]
        if district not in old_units.districts(province):
            return _not_found(name, "quận, huyện", old_units.districts(province), district)
        communes = old_units.communes(province, district)
        if commune is None:
            return "Chưa ghi xã, phường, thị trấn" if communes else ""
        where = f"{old_units.districts(province)[district]}, {name}"
        return "" if commune in communes else _not_found(where, "xã, phường", communes, commune)

    def display(self, question: Question, value: Json) -> str:
        """`Tổ 5, Phường Diên Hồng, Tỉnh Gia Lai`; an old one ends with `(nay là …)`."""
        if value["province"] == ABROAD:
            return ", ".join(filter(None, (value.get("detail", ""), value.get("commune", ""), "nước ngoài")))
        if "district" in value:
            province, district, commune = value["province"], value["district"], value.get("commune", "")
            old = (
                value.get("detail", ""),
                old_units.communes(province, district).get(commune, commune),
                old_units.districts(province).get(district, district),
                old_units.provinces().get(province, province),
            )
            now = old_units.today_in_words(province, district, commune)
            return ", ".join(filter(None, old)) + (f" (nay là {now})" if now else "")
        names = (
            value.get("detail", ""),
            catalogues.commune_name(value["province"], value.get("commune", "")),
            catalogues.province_name(value["province"]) or value["province"],
        )
        return ", ".join(filter(None, names))

    def boxes(self, question: Question, value: Json) -> dict[str, Json]:
        """District and commune by their names."""
        province, detail = value["province"], value.get("detail", "")
        if "district" in value:
            district = value["district"]
            communes = old_units.communes(province, district)
            return {
                "province": f"{OLD}{province}",
                "district": old_units.districts(province).get(district, district),
                "commune": communes.get(value.get("commune", ""), value.get("commune", "")),
                "detail": detail,
            }
        commune = catalogues.commune_name(province, value.get("commune", ""))
        return {"province": province, "district": "", "commune": commune, "detail": detail}


def tidied(value: dict[str, Json]) -> dict[str, Json]:
    """Names that mean one unit become its code."""
    province, district, commune = (value.get(part) for part in ("province", "district", "commune"))
    if not isinstance(province, str):
        return value
    if isinstance(district, str):
        found = old_units.find(old_units.districts(province), district)
        value = {**value, "district": found[0] if len(found) == 1 else district}
        units = old_units.communes(province, value["district"])
    else:
        units = {}
    if isinstance(commune, str):
        codes = old_units.find(units, commune) if units else catalogues.find_communes(province, commune)
        value = {**value, "commune": codes[0] if len(codes) == 1 else commune}
    return value


def _read_old(province: str, district: str, commune: str, detail: str, raw: dict[str, Json]) -> Read:
    if not district:
        return Read(raw=raw, problem="Chưa ghi quận, huyện của địa chỉ trước 01/7/2025")
    typed = {"province": province, "district": district, "commune": commune, "detail": detail}
    value = tidied({part: text for part, text in typed.items() if text})
    return Read(value=value, raw=raw)


def _no_district(province: str, district: str) -> str:
    name = catalogues.province_name(province) or "Nước ngoài"
    return (
        f"Đã ghi quận, huyện “{shown(district)}” nhưng chọn {name} của đơn vị hành chính hiện nay. "
        "Chọn tỉnh ở phần “Trước 01/7/2025”, hoặc để trống ô quận, huyện"
    )


def _not_found(where: str, called: str, units: dict[str, str], typed: str) -> str:
    found = old_units.find(units, typed)
    if len(found) > 1:
        return f"{where} có {' và '.join(units[code] for code in found)}. Ghi đủ cả cấp"
    similar = old_units.similar(units, typed)
    hint = f"Có phải: {', '.join(similar)}" if similar else "Ghi tên như trên giấy tờ cũ"
    return f"Trước 01/7/2025, {where} không có {called} “{shown(typed)}”. {hint}"
