"""Why a Word document is refused (lỗi của tệp Word)."""

from typing import Self

from lienthong.kit.errors import Refused


class DocumentRefused(Refused):
    """The file cannot be used; `problems` lists everything found, each with the way out."""

    code = "word-document-refused"
    status = 422

    @classmethod
    def of(cls, problems: list[str]) -> Self:
        """One sentence for one problem, all of them in `problems`."""
        refusal = cls(
            problems[0] if len(problems) == 1 else f"Tệp Word có {len(problems)} điểm cần sửa.", problems=problems
        )
        refusal.problems = problems
        return refusal

    problems: list[str]
