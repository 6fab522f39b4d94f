"""Word templates (mẫu Word): what may stand in one, what its fields mean, and the one to begin with. No database here."""

from lienthong.domain.declarations.word.checking import check_template
from lienthong.domain.declarations.word.fields import Shape, context_of, sample_of, shape_of
from lienthong.domain.declarations.word.filling import fill_template
from lienthong.domain.declarations.word.starting import starting_template

__all__ = ["Shape", "check_template", "context_of", "fill_template", "sample_of", "shape_of", "starting_template"]
