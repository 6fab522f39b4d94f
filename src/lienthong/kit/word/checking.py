"""What a Word template may hold (kiểm tra mẫu Word). A .docx is a ZIP of XML and its fields are code: both are read with suspicion.

Refused: what is no .docx or unpacks to too much, macros, embedded objects, links to the outside, fields that fetch things, XML with
entities, any template syntax beyond fields, simple conditions and loops over known lists. Every unknown field is named.
"""

import difflib
import io
import re
import zipfile
from collections.abc import Callable

import defusedxml.ElementTree
from docxtpl import DocxTemplate
from jinja2 import TemplateSyntaxError, nodes

from lienthong.kit.text_vi import shown
from lienthong.kit.word.errors import DocumentRefused
from lienthong.kit.word.filling import FILTERS, environment
from lienthong.kit.word.shapes import MAX_BYTES, MAX_ENTRIES, MAX_MARKED_XML, MAX_NESTING, MAX_UNPACKED, TEXT, Shape

_MAIN = b"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
_PARTS_WITH_FIELDS = re.compile(r"word/(document|header\d*|footer\d*)\.xml")
_FOREIGN_PARTS = re.compile(r"(vbaProject|activeX|embeddings/|\.bin$|oleObject|\.exe$|\.js$)", re.IGNORECASE)
_FETCHING = re.compile(
    rb"\b(DDE|DDEAUTO|INCLUDETEXT|INCLUDEPICTURE|IMPORT|LINK|MACROBUTTON|DATABASE|altChunk|subDoc)\b"
)
_LINK = re.compile(
    rb'Target="([^"]{1,300})"[^>]*TargetMode="External"|TargetMode="External"[^>]*Target="([^"]{1,300})"'
)
_BRACES = (b"{{", b"{%", b"{#")


def check_template(content: bytes, shape: Shape, *, of: str = "tờ khai này", free: str = "") -> list[str]:
    """The names of the fields used. Raises DocumentRefused with everything that is wrong.

    `of` says in the sentences what has no such field. Names that begin with `free` are the template's own: texts to be asked for.
    """
    check_parts(_unpack(content))
    used, problems = _fields(content, shape, of=of, free=free)
    if problems:
        raise DocumentRefused.of(problems)
    if not used:
        raise DocumentRefused.of(
            [
                "Mẫu chưa có trường nào nên hồ sơ nào cũng in ra giống nhau. Chép các trường bên dưới vào Word, ví dụ {{ ma_ho_so }}."
            ]
        )
    return sorted(used)


def check_document(content: bytes) -> None:
    """A finished document: the same suspicion, and no field left to fill. Raises DocumentRefused."""
    parts = _unpack(content)
    check_parts(parts)
    if any(
        brace in content for name, content in parts.items() if _PARTS_WITH_FIELDS.fullmatch(name) for brace in _BRACES
    ):
        raise DocumentRefused.of(
            [
                "Tệp còn dấu {{ hoặc {% chưa điền. Thay chúng bằng chữ trong Word, hoặc tải nhầm tệp mẫu thì chọn lại tệp dự thảo."
            ]
        )


def check_parts(parts: dict[str, bytes]) -> None:
    """Nothing foreign in an unpacked document. Raises DocumentRefused."""
    if problems := _foreign(parts):
        raise DocumentRefused.of(problems)


def _unpack(content: bytes) -> dict[str, bytes]:
    if len(content) > MAX_BYTES:
        raise DocumentRefused.of([f"Tệp lớn hơn {MAX_BYTES // 1048576} MB. Bỏ bớt ảnh trong mẫu rồi tải lại."])
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            entries = archive.infolist()
            size = sum(entry.file_size for entry in entries)
            if len(entries) > MAX_ENTRIES or size > MAX_UNPACKED:
                raise DocumentRefused.of(
                    [
                        f"Tệp mở ra quá lớn ({len(entries)} thành phần, {size // 1048576} MB). Lưu lại mẫu bằng Word rồi tải lên."
                    ]
                )
            if any(entry.flag_bits & 1 for entry in entries):
                raise DocumentRefused.of(["Tệp đặt mật khẩu. Bỏ mật khẩu trong Word rồi tải lại."])
            return {entry.filename: archive.open(entry).read(entry.file_size) for entry in entries}
    except (zipfile.BadZipFile, NotImplementedError, OSError, EOFError, RuntimeError, ValueError):
        raise DocumentRefused.of(
            ["Tệp không phải tài liệu Word (.docx) hoặc bị hỏng. Mở bằng Word, chọn Lưu thành .docx rồi tải lại."]
        ) from None


def _foreign(parts: dict[str, bytes]) -> list[str]:
    """Everything that has no place in a template."""
    problems = []
    types = parts.get("[Content_Types].xml", b"")
    if b"macroEnabled" in types or any("vbaproject" in name.casefold() for name in parts):
        problems.append("Tệp có macro. Lưu thành .docx (không phải .docm), bỏ macro rồi tải lại.")
    elif _MAIN not in types or "word/document.xml" not in parts:
        problems.append("Tệp không phải tài liệu Word (.docx). Mở bằng Word, chọn Lưu thành .docx rồi tải lại.")
    for name, content in parts.items():
        problems += _of_part(name, content)
    return list(dict.fromkeys(problems))


def _of_part(name: str, content: bytes) -> list[str]:
    if _FOREIGN_PARTS.search(name) and "vbaproject" not in name.casefold():
        return [f"Mẫu nhúng đối tượng khác ({shown(name)}). Chỉ để chữ, bảng và ảnh trong mẫu."]
    if not name.endswith((".xml", ".rels")):
        return []
    problems = []
    try:
        defusedxml.ElementTree.fromstring(content, forbid_dtd=True)
    except Exception:  # noqa: BLE001  # whatever the parser does not like, Word must write anew
        return [f"Thành phần {shown(name)} của tệp hỏng hoặc có khai báo lạ. Lưu lại mẫu bằng Word rồi tải lên."]
    for found in _LINK.findall(content):
        target = (found[0] or found[1]).decode("utf-8", "replace")
        problems.append(f"Mẫu có liên kết ra ngoài: {shown(target)}. Bỏ liên kết, ảnh đặt hẳn vào mẫu.")
    if name.startswith("word/") and (fetching := _FETCHING.search(content)):
        problems.append(f"Mẫu có trường tự lấy dữ liệu ({fetching[1].decode()}). Bỏ trường đó, thay bằng chữ.")
    marked = any(brace in content for brace in _BRACES)
    if marked and not _PARTS_WITH_FIELDS.fullmatch(name):
        problems.append(
            f"Có trường ở nơi không điền được ({shown(name)}). Chỉ đặt trường trong thân, đầu trang, chân trang."
        )
    elif marked and len(content) > MAX_MARKED_XML:
        problems.append("Phần có trường quá dài. Bỏ bớt nội dung hoặc định dạng thừa rồi tải lại.")
    return problems


def _fields(content: bytes, shape: Shape, *, of: str, free: str) -> tuple[set[str], list[str]]:
    template = DocxTemplate(io.BytesIO(content))
    template.init_docx()
    sources = [template.patch_xml(template.get_xml())]
    for kind in (template.HEADER_URI, template.FOOTER_URI):
        sources += [template.patch_xml(template.get_part_xml(part)) for _, part in template.get_headers_footers(kind)]
    reader = _Reader(shape, of=of, free=free)
    for source in sources:
        try:
            reader.body(environment().parse(source).body, {}, depth=0)
        except TemplateSyntaxError as error:
            reader.problems.append(
                f"Trường viết chưa đúng cú pháp: {shown(str(error.message))}. Kiểm tra các dấu {{{{ và }}}}."
            )
    return reader.used, list(dict.fromkeys(reader.problems))


class _Reader:
    """Walks the code of a template; what it does not know it refuses."""

    def __init__(self, shape: Shape, *, of: str, free: str) -> None:
        self.shape, self.of, self.free = shape, of, free
        self.used: set[str] = set()
        self.problems: list[str] = []

    def body(self, found: list[nodes.Node], scope: dict[str, Shape], *, depth: int) -> None:
        """Text, fields, loops and conditions."""
        for node in found:
            if isinstance(node, nodes.Output):
                for part in node.nodes:
                    if not isinstance(part, nodes.TemplateData):
                        self.value(part, scope)
            elif isinstance(node, nodes.For):
                self.loop(node, scope, depth=depth + 1)
            elif isinstance(node, nodes.If):
                self.value(node.test, scope)
                self.body([*node.body, *node.elif_, *node.else_], scope, depth=depth)
            else:
                self.refuse(node)

    def loop(self, node: nodes.For, scope: dict[str, Shape], *, depth: int) -> None:
        """Over a known list, a list inside a list at most."""
        if node.test is not None or node.recursive or not isinstance(node.target, nodes.Name) or depth > MAX_NESTING:
            self.refuse(node)
            return
        if depth > 1 and not isinstance(node.iter, nodes.Getattr):
            self.refuse(node)
            return
        each = self.value(node.iter, scope)
        if each is not None and each.item is None:
            self.problems.append(f"“{self.spelt(node.iter)}” không phải danh sách nên không lặp được.")
        item = each.item if each is not None and each.item is not None else TEXT
        self.body([*node.body, *node.else_], {**scope, node.target.name: item}, depth=depth)

    def value(self, node: nodes.Node, scope: dict[str, Shape]) -> Shape | None:
        """What an expression stands for; None when it is refused."""
        if isinstance(node, nodes.Name):
            return self.name(node.name, scope)
        if isinstance(node, nodes.Getattr):
            return self.attribute(node, scope)
        if isinstance(node, nodes.Const):
            return TEXT
        if isinstance(node, nodes.Filter) and node.node is not None and node.name in FILTERS:
            for each in (node.node, *node.args):
                self.value(each, scope)
            return TEXT
        if isinstance(node, nodes.Not | nodes.And | nodes.Or | nodes.Compare | nodes.Operand):
            for part in node.iter_child_nodes():
                self.value(part, scope)
            return TEXT
        self.refuse(node)
        return None

    def name(self, name: str, scope: dict[str, Shape]) -> Shape | None:
        """A field, or the variable of a loop."""
        if name in scope:
            return scope[name]
        if name in self.shape.fields:
            self.used.add(name)
            return self.shape.fields[name]
        if self.free and name.startswith(self.free) and len(name) > len(self.free):
            self.used.add(name)
            return TEXT
        self.unknown(name, [*self.shape.fields, *scope])
        return None

    def attribute(self, node: nodes.Getattr, scope: dict[str, Shape]) -> Shape | None:
        """A column of a row."""
        of = self.value(node.node, scope)
        if of is None:
            return None
        if node.attr in of.fields:
            return of.fields[node.attr]
        self.unknown(self.spelt(node), [f"{self.spelt(node.node)}.{name}" for name in of.fields])
        return None

    def unknown(self, name: str, known: list[str]) -> None:
        """Named, with what looks like it."""
        close = difflib.get_close_matches(name, known, n=2, cutoff=0.6)
        hint = f" Có phải: {', '.join(close)}?" if close else ""
        self.problems.append(f"Không có trường “{shown(name)}” trong {self.of}.{hint}")

    def refuse(self, node: nodes.Node) -> None:
        """Code that a template has no need of."""
        self.problems.append(
            f"Mẫu dùng lệnh không được phép ({type(node).__name__}). Chỉ dùng trường, điều kiện if và vòng lặp for trên danh sách."
        )

    def spelt(self, node: nodes.Node) -> str:
        """As written."""
        if isinstance(node, nodes.Name):
            return node.name
        return f"{self.spelt(node.node)}.{node.attr}" if isinstance(node, nodes.Getattr) else "…"


def tried[T](attempt: Callable[[], T]) -> T:
    """What filling a template for trial gives. Raises DocumentRefused for whatever the libraries trip over: the official who made it
    must hear it before a document does."""
    try:
        return attempt()
    except DocumentRefused:
        raise
    except Exception as failure:
        raise DocumentRefused.of(
            ["Mẫu không điền thử được. Kiểm tra các vòng lặp for, endfor và vị trí của chúng trong bảng."]
        ) from failure
