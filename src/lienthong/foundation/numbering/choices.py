"""Shapes of a dossier's code (mẫu mã hồ sơ).

The shape changed with each decree and will again, and a code once given never changes. So a shape is data with a name;
whoever gives codes keeps the name of the shape it uses in its own settings or row.
"""

from typing import Final

# Fields: agency (electronic identifier), yymmdd, yyyymmdd, yy, yyyy, number. Source: codes seen on public portals.
DOSSIER_CODE_TEMPLATES: Final[dict[str, str]] = {
    "2020": "{agency}-{yymmdd}-{number:04d}",  # H56.12-211015-0001, identifiers of QĐ 20/2020/QĐ-TTg (before it 000.14.25.H40-181225-0001)
    "2026": "{agency}-{yyyymmdd}-{number:07d}",  # G09.20-20260609-0092637, seen at a ministry
}
DEFAULT_DOSSIER_CODE_TEMPLATE: Final = DOSSIER_CODE_TEMPLATES["2020"]
