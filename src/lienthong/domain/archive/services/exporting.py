"""A file leaves with its description (xuất hồ sơ): the names of Phụ lục VI of Nghị định 30/2020/NĐ-CP, as XML and CSV, and in a package that
another archive can check (BagIt, `lienthong check_package`).

Names are those of the decree [M]; the element names are data of this module, in one place.
"""

import csv
import io
import uuid
from collections.abc import Callable, Iterator, Sequence
from xml.etree import ElementTree as ET

from django.db import transaction

from lienthong.domain.archive import queries
from lienthong.domain.archive.choices import Origin
from lienthong.domain.archive.models import FileItem, ItemContent, WorkFile
from lienthong.domain.archive.services.locking import recorded
from lienthong.foundation.files import services as files
from lienthong.foundation.organizations import queries as organizations
from lienthong.kit import clock
from lienthong.kit.actor import Actor
from lienthong.kit.bags import Bag, Entry, write_bag
from lienthong.kit.text_vi import slug


def file_facts(file: WorkFile) -> dict[str, str]:
    """The file by the names of the decree."""
    return {
        "FileCode": f"{organizations.identifier_of(file.founder_id)}.{file.year}.{file.code}",
        "Title": file.title,
        "Maintenance": file.retention,
        "Rights": file.get_rights_display(),
        "Language": file.language,
        "StartDate": _day(file.starts_on),
        "EndDate": _day(file.ends_on),
        "TotalDoc": str(file.total_docs),
        "Description": file.description,
        "Keyword": file.keywords,
        "PageNumber": str(file.total_pages),
        "Format": "Điện tử",
    }


def document_facts(file: WorkFile, item: FileItem) -> dict[str, str]:
    """A document by the names of the decree; arrival facts only for what arrived."""
    number, _, rest = item.notation.partition("/")
    facts = {
        "DocCode": item.doc_code or str(item.document_id or ""),
        "FileCode": file_facts(file)["FileCode"],
        "OrganName": item.organ_name,
        "TypeName": item.get_kind_display() if item.kind else "",
        "CodeNumber": number.strip() if rest else "",
        "CodeNotation": rest.strip() if rest else item.notation,
        "IssuedDate": _day(item.issued_on),
        "Subject": item.subject,
        "Language": item.language,
        "PageAmount": str(item.pages or ""),
        "Description": item.note,
        "PositionSigner": item.signer_title,
        "FullNameSigner": item.signer,
        "Priority": item.get_urgency_display(),
        "DueDate": _day(item.due_on),
        "Format": "Bản giấy" if item.is_paper else "Điện tử",
    }
    if item.origin == Origin.INCOMING:
        facts |= {"ArrivalNumber": str(item.arrival_number or ""), "ArrivalDate": _day(item.arrived_on)}
    return facts


def metadata_xml(*, actor: Actor, file_id: uuid.UUID) -> bytes:
    """The description of a file and of its documents as XML, UTF-8. Raises FileNotFound."""
    file = queries.file_for(actor, file_id)
    return _xml(file, queries.current_items(file))


def metadata_csv(*, actor: Actor, file_id: uuid.UUID) -> bytes:
    """The documents of a file as CSV (UTF-8 with BOM, for spreadsheets), the names of the decree as headings. Raises FileNotFound."""
    file = queries.file_for(actor, file_id)
    return _csv(file, queries.current_items(file))


def package(*, actor: Actor, file_id: uuid.UUID) -> tuple[str, str, Iterator[bytes]]:
    """(name of the ZIP, digest of the package, its bytes in pieces). The digest is in the record of the file. Raises FileNotFound."""
    file = queries.file_for(actor, file_id)
    items = queries.current_items(file)
    entries = [
        Entry.of("ho-so.xml", _xml(file, items)),
        Entry.of("van-ban.csv", _csv(file, items)),
        Entry.of("doc-truoc.txt", _LETTER.encode()),
    ]
    for number, item in enumerate(items, start=1):
        for place, content in enumerate(item.contents.all(), start=1):
            if content.file_id is not None:
                entries.append(Entry(_path(number, place, content), content.sha256, content.size, _reader(content)))
    facts = file_facts(file)
    bag = Bag(
        slug(facts["FileCode"].replace(".", "-").replace("/", "-")) or "ho-so",
        entries,
        {
            "Source-Organization": organizations.agency(file.agency_id).name,
            "External-Identifier": facts["FileCode"],
            "External-Description": file.title,
            "Bagging-Date": clock.today().isoformat(),
        },
    )
    with transaction.atomic():
        recorded(actor, file, "export_file", digest=bag.digest, files=len(entries))
    return f"{bag.name}.zip", bag.digest, write_bag(bag)


_LETTER = """Gói hồ sơ theo BagIt (RFC 8493). ho-so.xml và van-ban.csv mô tả hồ sơ, văn bản bằng tên trường của Phụ lục VI, Nghị định 30/2020/NĐ-CP;
thư mục van-ban chứa tệp gốc. Kiểm tra gói: lienthong check_package TEN-GOI.zip, hoặc bất kỳ công cụ BagIt nào.
"""


def _path(number: int, place: int, content: ItemContent) -> str:
    stem, _, extension = content.name.rpartition(".")
    return f"van-ban/{number:03d}-{place:02d}-{slug(stem or content.name)[:60]}.{slug(extension) or 'bin'}"


def _reader(content: ItemContent) -> Callable[[], bytes]:
    def read() -> bytes:
        assert content.file is not None
        return files.read_bytes(content.file)

    return read


def _xml(file: WorkFile, items: Sequence[FileItem]) -> bytes:
    root = ET.Element("File")
    for name, value in file_facts(file).items():
        ET.SubElement(root, name).text = value
    documents = ET.SubElement(root, "Documents")
    for number, item in enumerate(items, start=1):
        document = ET.SubElement(documents, "Document", {"order": str(number)})
        for name, value in document_facts(file, item).items():
            ET.SubElement(document, name).text = value
        for place, content in enumerate(item.contents.all(), start=1):
            there = {"sha256": content.sha256, "size": str(content.size), "mediaType": content.media_type}
            ET.SubElement(document, "Content", there).text = (
                _path(number, place, content) if content.file_id else f"{content.name} (đã tiêu hủy)"
            )
    ET.indent(root)
    written: bytes = ET.tostring(root, encoding="utf-8", xml_declaration=True)
    return written


def _csv(file: WorkFile, items: Sequence[FileItem]) -> bytes:
    names = [*document_facts(file, FileItem(origin=Origin.INCOMING)), "Files"]
    out = io.StringIO()
    writer = csv.DictWriter(out, names, restval="", lineterminator="\r\n")
    writer.writeheader()
    for item in items:
        row = {**document_facts(file, item), "Files": "; ".join(each.name for each in item.contents.all())}
        # A cell that begins like a formula would be one in a spreadsheet.
        writer.writerow({name: f"'{text}" if text[:1] in {"=", "+", "-", "@"} else text for name, text in row.items()})
    return b"\xef\xbb\xbf" + out.getvalue().encode()


def _day(value: object) -> str:
    return str(value or "")
