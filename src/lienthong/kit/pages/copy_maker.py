"""The process that makes a copy of a PDF with something over its pages (tiến trình làm bản sao). It imports nothing of ours; its memory goes
with it.

    copy_maker.py FILE OVER TARGET PLAN

OVER: a PDF of transparent pages. PLAN, JSON: {"over": {"1": 0, …} page of FILE from 1 -> page of OVER from 0, "foot": points kept free at
the foot of every page, "append": the first page of OVER that is put behind, or null}. TARGET is written whole or not at all.

What is seen of signatures and filled fields is drawn into the copy; the signatures themselves stay in the original.
"""

import contextlib
import json
import sys
from typing import Any

CPU_SECONDS = 60
MEMORY = 1024 * 1024 * 1024


def limit_itself() -> None:
    """Where the system has no such limits the caller's clock remains."""
    with contextlib.suppress(ImportError, ValueError, OSError):
        import resource

        resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS))
        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))


def size_of(page: Any) -> tuple[float, float]:
    """Width and height as it is seen, in points."""
    left, bottom, right, top = (float(value) for value in page.cropbox)
    sides = right - left, top - bottom
    return (sides[1], sides[0]) if int(page.obj.get("/Rotate", 0)) % 180 == 90 else sides


def flatten(pdf: Any) -> None:
    """Draw fields and stamps into the pages and take away what acts or promises a signature."""
    with contextlib.suppress(Exception):  # a form without appearances is shown as it is
        pdf.generate_appearance_streams()
    pdf.flatten_annotations("all")
    for name in ("/AcroForm", "/Perms", "/DSS", "/OpenAction", "/AA", "/Names"):
        if name in pdf.Root:
            del pdf.Root[name]


def main(path: str, over: str, target: str, plan_text: str) -> None:
    """Write the copy."""
    import pikepdf

    plan = json.loads(plan_text)
    foot = float(plan["foot"])
    with pikepdf.open(path) as source, pikepdf.open(over) as sheets, pikepdf.new() as made:
        flatten(source)
        for number, page in enumerate(source.pages, 1):
            width, height = size_of(page)
            fresh = made.add_blank_page(page_size=(width, height))
            room = height - foot
            across = width * room / height
            left = (width - across) / 2
            fresh.add_overlay(page, pikepdf.Rectangle(left, foot, left + across, height))
            laid = plan["over"].get(str(number))
            if laid is not None:
                fresh.add_overlay(sheets.pages[laid], pikepdf.Rectangle(0, 0, width, height))
        if plan["append"] is not None:
            made.pages.extend(sheets.pages[plan["append"] :])
        made.save(target)


if __name__ == "__main__":
    limit_itself()
    main(*sys.argv[1:])
    print("made")  # noqa: T201  # its answer
