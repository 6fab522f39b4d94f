"""Why a Word template is refused (lỗi của mẫu Word)."""

from typing import Self

from lienthong.kit.errors import Refused


class TemplateRefused(Refused):
    """The file cannot be a template; `problems` lists everything found, each with the way out."""

    code = "word-template-refused"
    status = 422

    @classmethod
    def of(cls, problems: list[str]) -> Self:
        """One sentence for one problem, all of them in `problems`."""
        refusal = cls(
            problems[0] if len(problems) == 1 else f"Mẫu Word có {len(problems)} điểm cần sửa.", problems=problems
        )
        refusal.problems = problems
        return refusal

    problems: list[str]
