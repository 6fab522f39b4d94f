"""Giving numbers, inside the transaction of the thing that is numbered."""

from lienthong.foundation.numbering.services.codes import format_dossier_code
from lienthong.foundation.numbering.services.giving import next_number

__all__ = ["format_dossier_code", "next_number"]
