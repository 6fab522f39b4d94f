"""Reading figures (đọc số liệu)."""

from lienthong.domain.figures.queries.editions import (
    EditionRow,
    edition_in_hand,
    published_cells,
    published_edition,
    published_parts,
)

__all__ = ["EditionRow", "edition_in_hand", "published_cells", "published_edition", "published_parts"]
