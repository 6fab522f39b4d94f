"""Word templates (mẫu Word): what may stand in one, what its fields mean, and the one to begin with. No database here."""

from lienthong.domain.declarations.word.fields import Shape, context_of, sample_of, shape_of

# Checking, filling and starting templates load Word's libraries: they are imported where a document is made.
__all__ = ["Shape", "context_of", "sample_of", "shape_of"]
