"""PDF from typst templates (dựng PDF). Text goes in as JSON data, never as markup."""

import io
import json
import tempfile
import threading
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

import pikepdf
import segno
import typst
from django.conf import settings
from django.utils.safestring import SafeString, mark_safe

TEMPLATES = Path(__file__).parent / "templates"
SIGNATURE_MARK = "urn:lienthong:signature:"
TEXT_MARK = "urn:lienthong:text:"

_local = threading.local()


@cache
def fonts() -> typst.Fonts:
    """One set of fonts for the process. Tinos, brought by the front-end build, where it is; else what the system has."""
    folder = Path(getattr(settings, "PDF_FONTS_DIR", "build/fonts")).resolve()
    found = folder.is_dir() and any(folder.glob("*.ttf"))
    return typst.Fonts(
        include_system_fonts=not found, include_embedded_fonts=not found, font_paths=[str(folder)] if found else []
    )


def render(
    template: str | Path,
    data: Mapping[str, Any],
    *,
    files: Mapping[str, bytes] | None = None,
    archival: bool = False,
    signature_fields: bool = False,
) -> bytes:
    """Compile a template to PDF bytes.

    `template` is a name in `kit/pdf/templates` (with or without `.typ`) or the path of an app's own template. `data` must be
    JSON; the template reads it by `json(bytes(sys.inputs.data))`. Each of `files` is given to the template as `data.<name>`, a
    path that typst's `image` reads. `archival` writes PDF/A-2b. `signature_fields` turns the template's signature areas into
    empty signature fields, and its text areas (a number, a date given after the signature) into empty text fields.
    """
    path = _path(template)
    if not files:
        content = _compile(path, data, archival=archival)
    else:
        with tempfile.TemporaryDirectory(prefix="lienthong-pdf-") as folder:
            places = {}
            for name, file_bytes in files.items():
                (place := Path(folder) / name).write_bytes(file_bytes)
                places[name] = str(place.resolve())
            content = _compile(path, {**data, **places}, archival=archival)
    return _with_signature_fields(content) if signature_fields else content


def qr_svg(text: str, title: str = "") -> SafeString:
    """QR code as a stand-alone SVG that scales, error correction M, white quiet zone of four modules (ISO/IEC 18004).

    `title` is what a screen reader says. Safe in a page: segno draws it and escapes the title.
    """
    out = io.BytesIO()
    code = segno.make(text, error="m", micro=False)
    code.save(out, kind="svg", border=4, light="#fff", xmldecl=False, omitsize=True, title=title or None)
    return mark_safe(out.getvalue().decode())  # noqa: S308


def _path(template: str | Path) -> Path:
    path = Path(template)
    if not path.is_absolute():
        path = (TEMPLATES / path).with_suffix(".typ")
    return path


def _compile(path: Path, data: Mapping[str, Any], *, archival: bool) -> bytes:
    # The compiler keeps the parsed template and is not shared between threads; the fonts are.
    compilers: dict[Path, typst.Compiler] = _local.__dict__.setdefault("compilers", {})
    if path not in compilers:
        compilers[path] = typst.Compiler(input=str(path), root="/", font_paths=fonts())
    pdf = compilers[path].compile(
        sys_inputs={"data": json.dumps(data, ensure_ascii=False)},
        format="pdf",
        pdf_standards=["a-2b"] if archival else [],
    )
    if not isinstance(pdf, bytes):
        raise TypeError(f"{path.name} did not give one PDF")
    return pdf


def _with_signature_fields(content: bytes) -> bytes:
    """Replace marker links by empty signature fields, the standard way to say where a signature belongs."""
    with pikepdf.open(io.BytesIO(content)) as pdf:
        made: list[pikepdf.Object] = []
        for page in pdf.pages:
            kept: list[pikepdf.Object] = []
            for annotation in page.obj.get("/Annots", []):
                uri = str(annotation.get("/A", pikepdf.Dictionary()).get("/URI", ""))
                if uri.startswith((SIGNATURE_MARK, TEXT_MARK)):
                    is_text = uri.startswith(TEXT_MARK)
                    name = uri.removeprefix(TEXT_MARK if is_text else SIGNATURE_MARK)
                    left, bottom, right, top = (float(value) for value in annotation.Rect)
                    field = empty_field(pdf, page.obj, name, (left, bottom, right, top), is_text=is_text)
                    made.append(field)
                    kept.append(field)
                else:
                    kept.append(annotation)
            if kept:
                page.obj.Annots = pikepdf.Array(kept)
        if not made:
            return content
        pdf.Root.AcroForm = pdf.make_indirect(pikepdf.Dictionary(Fields=pikepdf.Array(made), SigFlags=0))
        out = io.BytesIO()
        pdf.save(out, fix_metadata_version=False)
        return out.getvalue()


def empty_field(
    pdf: pikepdf.Pdf, page: pikepdf.Object, name: str, box: tuple[float, float, float, float], *, is_text: bool
) -> pikepdf.Object:
    """A field for a signature, or for a text that is given after it; the caller puts it among the page's annotations and the form's fields."""
    left, bottom, right, top = box
    empty = pdf.make_stream(
        b"", Type=pikepdf.Name.XObject, Subtype=pikepdf.Name.Form, BBox=[0, 0, right - left, top - bottom]
    )
    field = pikepdf.Dictionary(
        Type=pikepdf.Name.Annot,
        Subtype=pikepdf.Name.Widget,
        FT=pikepdf.Name.Tx if is_text else pikepdf.Name.Sig,
        T=name,
        Rect=[round(value, 3) for value in box],
        F=4 + 128,  # printed, locked
        P=page,
        AP=pikepdf.Dictionary(N=empty),
    )
    if is_text:  # Acrobat asks for a default appearance of a text field; ours is drawn when it is filled
        field.DA = pikepdf.String("/Helv 0 Tf 0 g")
        field.Ff = 1
    return pdf.make_indirect(field)
