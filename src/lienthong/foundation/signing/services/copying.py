"""A scan made ready for the signature of a copy (chuẩn bị bản quét): its first page stands upright, its corner is the corner."""

import io

import pikepdf

from lienthong.foundation.signing.errors import NotSignable


def upright_first_page(content: bytes) -> tuple[bytes, tuple[float, float]]:
    """The PDF with a first page that is not turned and begins at (0, 0), and the size of that page in points.

    A page that is so already is left as it is, and with it the bytes. Raises NotSignable.
    """
    try:
        with pikepdf.open(io.BytesIO(content)) as pdf:
            page = pdf.pages[0]
            left, bottom, right, top = (float(value) for value in page.cropbox)
            turn = int(page.obj.get("/Rotate", 0)) % 360
            width, height = right - left, top - bottom
            if turn in {90, 270}:
                width, height = height, width
            if not turn and (left, bottom) == (0, 0):
                return content, (width, height)
            fresh = pikepdf.Page(
                pdf.make_indirect(
                    pikepdf.Dictionary(
                        Type=pikepdf.Name.Page,
                        MediaBox=[0, 0, width, height],
                        Resources=pikepdf.Dictionary(),
                    )
                )
            )
            # By a name of our own and not one by chance (`add_overlay`): the same scan gives the same bytes (ADR 0056).
            scan = page.as_form_xobject()
            fresh.obj.Resources.XObject = pikepdf.Dictionary(Scan=scan)
            placed = fresh.calc_form_xobject_placement(
                scan,
                pikepdf.Name.Scan,
                pikepdf.Rectangle(0, 0, width, height),
                invert_transformations=True,
                allow_shrink=True,
                allow_expand=True,
            )
            fresh.obj.Contents = pdf.make_stream(placed)
            pdf.pages.insert(0, fresh)
            del pdf.pages[1]
            out = io.BytesIO()
            pdf.save(out, deterministic_id=True)  # a holder may allow the signature on these bytes before the act
            return out.getvalue(), (width, height)
    except (pikepdf.PdfError, ValueError, IndexError) as error:
        raise NotSignable from error
