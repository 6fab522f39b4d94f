"""The verbs of templates of results. What other parts may call:

propose_template, describe_inputs, publish_template, decline_template, end_template        keeping, by two officials
merge(template, form=, answers=, about=, said=) -> bytes                                   a draft in Word
merge_values(template, form=, answers=, about=) -> [MergeValue]                            what a dossier puts in, for a form on the web
read_result(content, authority=, signer=) -> Reading;  print_result(reading, …) -> bytes   the paper as PDF
starting_docx(code=), template_sample(template), build_docx(…)                             to begin with, to look at
"""

from lienthong.domain.results.fields import MergeValue, merge_values, shape_for
from lienthong.domain.results.services.keeping import (
    decline_template,
    describe_inputs,
    end_template,
    propose_template,
    publish_template,
)
from lienthong.domain.results.services.merging import (
    merge,
    print_result,
    read_result,
    starting_docx,
    template_sample,
)

__all__ = [
    "MergeValue",
    "decline_template",
    "describe_inputs",
    "end_template",
    "merge",
    "merge_values",
    "print_result",
    "propose_template",
    "publish_template",
    "read_result",
    "shape_for",
    "starting_docx",
    "template_sample",
]
