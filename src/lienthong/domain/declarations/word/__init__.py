"""Word templates of declarations (mẫu Word của tờ khai): what their fields mean, and the one to begin with. No database here."""

from lienthong.domain.declarations.word.fields import (
    context_of,
    question_shapes,
    question_values,
    sample,
    sample_of,
    shape_of,
)

# Checking, filling and starting templates load Word's libraries: they are imported where a document is made.
__all__ = ["context_of", "question_shapes", "question_values", "sample", "sample_of", "shape_of"]
