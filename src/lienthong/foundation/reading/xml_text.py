"""XML as lines a person reads (đọc tệp XML): names and values, deeper ones further in. Nothing outside the file is fetched."""

from dataclasses import dataclass

from lxml import etree

MOST_LINES = 2000
MOST_DEPTH = 40


@dataclass(frozen=True, slots=True)
class TextLine:
    """`depth` from 0; `name` of the element or attribute; `value` may be empty."""

    depth: int
    name: str
    value: str


def read_xml(content: bytes) -> tuple[TextLine, ...]:
    """At most MOST_LINES lines, the last one saying that there is more; nothing for what is no XML."""
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, remove_comments=True, remove_pis=True
    )
    try:
        root = etree.fromstring(content, parser)
    except (etree.XMLSyntaxError, ValueError):
        return ()
    lines: list[TextLine] = []
    waiting: list[tuple[int, etree._Element]] = [(0, root)]
    while waiting:
        depth, element = waiting.pop()
        if len(lines) >= MOST_LINES:
            lines.append(TextLine(0, "…", "còn nữa, tải tệp gốc về để xem hết"))
            break
        if not isinstance(element.tag, str):
            continue
        lines.append(TextLine(depth, _local(element.tag), " ".join((element.text or "").split())))
        lines += [TextLine(depth + 1, f"@{_local(str(name))}", str(value)) for name, value in element.attrib.items()]
        if depth < MOST_DEPTH:
            waiting += [(depth + 1, child) for child in reversed(element)]
    return tuple(lines)


def _local(tag: str) -> str:
    return tag.rsplit("}", 1)[-1]
