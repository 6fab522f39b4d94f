"""What decision tables refuse (lỗi của bảng quyết định)."""

from lienthong.kit.errors import Invalid, NotFound, Refused


class TableNotFound(NotFound):
    """No such table, version or draft."""

    code = "decision-table-not-found"
    message = "Không tìm thấy bảng quyết định này. Mở danh sách bảng để chọn lại."


class TableInvalid(Invalid):
    """The shape of a table breaks a rule that no draft may break: sizes, names, hit policy."""

    code = "decision-table-invalid"


class CellRefused(ValueError):
    """A cell cannot be read. `str()` is the Vietnamese sentence that stands beside the cell."""


class ValueRefused(ValueError):
    """A value given for an input does not fit it. `str()` is the Vietnamese sentence."""


class DraftChanged(Refused):
    """Somebody else saved the draft in the meantime. `details`: who, when."""

    code = "decision-draft-changed"


class NotReady(Refused):
    """The draft has findings that forbid publishing."""

    code = "decision-table-not-ready"


class AmbiguousDecision(Refused):
    """More than one rule fits in a table of policy U. Lint forbids publishing such a table."""

    code = "decision-ambiguous"


class DmnRefused(Refused):
    """The DMN file cannot be taken in."""

    code = "dmn-refused"
    status = 422
