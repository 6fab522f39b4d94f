"""The code of a dossier (mã hồ sơ)."""

from datetime import date
from string import Formatter

from lienthong.foundation.numbering.choices import DEFAULT_DOSSIER_CODE_TEMPLATE

_FIELDS = frozenset({"agency", "yymmdd", "yyyymmdd", "yy", "yyyy", "number"})


def format_dossier_code(
    agency_identifier: str,
    day: date,
    number: int,
    template: str = DEFAULT_DOSSIER_CODE_TEMPLATE,
) -> str:
    """`H21.88`, 10 November 2026, 147 -> `H21.88-261110-0147`.

    `template` is one of `choices.DOSSIER_CODE_TEMPLATES` or another of the same fields; it must hold agency, day and
    number, else two dossiers could share a code. Raises ValueError for any other field. A number that outgrows its width
    is written in full.
    """
    names = {name for _, name, _, _ in Formatter().parse(template) if name is not None}
    if not names <= _FIELDS or not {"agency", "number"} <= names or not names & {"yymmdd", "yyyymmdd"}:
        raise ValueError(f"template {template!r} must use agency, number and a day, of {sorted(_FIELDS)}")
    return template.format(
        agency=agency_identifier,
        yymmdd=f"{day:%y%m%d}",
        yyyymmdd=f"{day:%Y%m%d}",
        yy=f"{day:%y}",
        yyyy=f"{day:%Y}",
        number=number,
    )
