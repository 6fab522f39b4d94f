"""Refusals of templates of results (lý do không dùng được mẫu kết quả)."""

from typing import Self

from lienthong.kit.errors import Refused


class OwnProposal(Refused):
    """Whoever made a template does not publish it."""

    code = "own-proposal"
    message = "Mẫu do chính ông/bà đưa lên; người khác trong cơ quan công bố để có hai người soát. Báo lãnh đạo hoặc trưởng phòng mở trang này."


class AlreadyJudged(Refused):
    """Somebody published, declined or replaced it first."""

    code = "already-judged"

    @classmethod
    def of(cls, standing: str, by: str) -> Self:
        """Sentence naming what became of it and who did it."""
        return cls(f"Bản mẫu này {standing.lower()}{f' ({by})' if by else ''}. Mở lại trang để xem bản mới nhất.")
