# every kind answers the same calls, whether or not it needs the question
"""Where somebody lives (địa chỉ): province, commune, and the rest as people write it."""

from lienthong.domain.eforms import catalogues
from lienthong.domain.eforms.catalogues import ABROAD
from lienthong.domain.eforms.kinds.base import Inputs, Read, text_problem
from lienthong.domain.eforms.structure import Json, Question
from lienthong.kit.text_vi import clean, shown


class Address:
    """Communes are typed, with suggestions, and understood with or without accents and level: a list of 168 is too long to scroll."""

    widget = "address"
    verb = "ghi"

    def schema(self, question: Question) -> dict[str, Json]:
        """Codes of province and commune; `NN` is abroad."""
        return {
            "type": "object",
            "properties": {
                "province": {"anyOf": [{"const": ABROAD}, {"$ref": "#/$defs/provinces"}]},
                "commune": {"type": "string", "minLength": 1, "maxLength": 120},
                "detail": {"type": "string", "minLength": 1, "maxLength": 200},
            },
            "required": ["province"],
            "additionalProperties": False,
        }

    def read(self, question: Question, inputs: Inputs) -> Read:
        """A province alone is a blank: it is chosen beforehand."""
        raw: dict[str, Json] = {part: inputs.text(part) for part in ("province", "commune", "detail")}
        province, commune, detail = (clean(raw[part]) for part in ("province", "commune", "detail"))
        if not commune and not detail:
            return Read(raw=raw)
        if not province:
            return Read(raw=raw, problem="Chưa chọn tỉnh, thành phố")
        value = {"province": province}
        if commune:
            found = catalogues.find_communes(province, commune)
            value["commune"] = found[0] if len(found) == 1 else commune
        if detail:
            value["detail"] = detail
        return Read(value=value, raw=raw)

    def problem(self, question: Question, value: Json) -> str:
        """Unknown province or commune, with those that look alike."""
        if not isinstance(value, dict) or not {*value} <= {"province", "commune", "detail"}:
            return "Địa chỉ gồm tỉnh (province), xã (commune) và phần còn lại (detail)"
        province = value.get("province")
        for part in ("commune", "detail"):
            problem = text_problem(value[part], 120 if part == "commune" else 200) if part in value else ""
            if problem:
                return f"{'Xã, phường' if part == 'commune' else 'Số nhà, đường, thôn'}: {problem[:1].lower()}{problem[1:]}"
        if province == ABROAD:
            return "" if value.get("detail") else "Chưa ghi địa chỉ ở nước ngoài"
        if not isinstance(province, str) or not catalogues.province_name(province):
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

    def display(self, question: Question, value: Json) -> str:
        """`Tổ 5, Phường Diên Hồng, Tỉnh Gia Lai`."""
        if value["province"] == ABROAD:
            return ", ".join(filter(None, (value.get("detail", ""), value.get("commune", ""), "nước ngoài")))
        names = (
            value.get("detail", ""),
            catalogues.commune_name(value["province"], value.get("commune", "")),
            catalogues.province_name(value["province"]) or value["province"],
        )
        return ", ".join(filter(None, names))

    def boxes(self, question: Question, value: Json) -> dict[str, Json]:
        """The commune by its name."""
        commune = catalogues.commune_name(value["province"], value.get("commune", ""))
        return {"province": value["province"], "commune": commune, "detail": value.get("detail", "")}
