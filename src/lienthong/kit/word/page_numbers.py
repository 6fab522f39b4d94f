"""Where a Word document counts its pages (số trang): a PAGE field is printed as the number, not as what Word last saw."""

from typing import Any

from docx.oxml.ns import qn


def page_numbers(element: Any) -> tuple[set[Any], set[Any]]:
    """(runs before which a page number stands, runs that hold the number Word last saw): both ways of writing a PAGE field."""
    marks, results = set(), set()
    for simple in element.iter(qn("w:fldSimple")):
        if _is_page(simple.get(qn("w:instr"), "")) and (inside := list(simple.iter(qn("w:r")))):
            marks.add(inside[0])
            results.update(inside)
    code, in_result = "", False
    for run in element.iter(qn("w:r")):
        for child in run.iter(qn("w:fldChar"), qn("w:instrText")):
            kind = child.get(qn("w:fldCharType"))
            if kind is None:
                code += child.text or ""
            elif kind == "separate" and _is_page(code):
                marks.add(run)
                in_result = True
            else:
                code, in_result = "", False
        if in_result:
            results.add(run)
    return marks, results


def _is_page(code: str) -> bool:
    return code.upper().split()[:1] == ["PAGE"]
