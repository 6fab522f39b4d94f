"""Vietnamese text (chữ Việt): one form on the way in, keys for searching and for sorting.

Text is kept in Unicode NFC. macOS, PDF readers and some input methods send the decomposed form, where `ế` is three
code points; two equal names would then differ. Nothing here knows of the database.
"""

import re
import unicodedata

from vn_collate import collate_key

# Cc control, Cf format (bidi overrides, zero width), Cs lone surrogates, Co private use (old TCVN fonts), Cn unassigned:
# none can be seen, some make a name read differently from what is stored, NUL and surrogates break PostgreSQL.
_UNSEEN = frozenset({"Cc", "Cf", "Cs", "Co", "Cn"})
_MARKS = re.compile("[\u0300-\u036f]+")
_SPACES = re.compile(r"\s+")
_INLINE_SPACES = re.compile(r"[^\S\n]+")
_BLANK_LINES = re.compile(r"\n{3,}")


def nfc(text: str) -> str:
    """The composed form of Unicode (dựng sẵn)."""
    return unicodedata.normalize("NFC", text)


def has_unseen(text: str) -> bool:
    """Whether `text` holds characters nobody can see: controls, bidirectional overrides, lone surrogates. Line breaks and tabs do not count."""
    return any(char not in "\n\r\t" and unicodedata.category(char) in _UNSEEN for char in text)


def clean(text: str, *, lines: bool = False) -> str:
    """What a person typed, as it is stored: NFC, unseen characters removed, spaces collapsed and trimmed.

    With `lines`, line breaks stay (at most one empty line between paragraphs).
    """
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    # What is printable holds nothing unseen: only the rest needs a look at each character.
    text = nfc(text)
    if not text.replace("\n", "").replace("\t", "").isprintable():
        text = "".join(char for char in text if char in "\n\t" or unicodedata.category(char) not in _UNSEEN)
    if not lines:
        return _SPACES.sub(" ", text).strip()
    kept = "\n".join(line.strip() for line in _INLINE_SPACES.sub(" ", text).split("\n"))
    return _BLANK_LINES.sub("\n\n", kept).strip()


def fold(text: str) -> str:
    """Key for searching: lower case, no accents, đ as d, spaces collapsed. `Đăng ký  Khai Sinh` -> `dang ky khai sinh`."""
    lowered = text.casefold().replace("đ", "d")
    bare = _MARKS.sub("", unicodedata.normalize("NFD", lowered))
    if not bare.isascii():  # marks of other scripts
        bare = "".join(char for char in bare if not unicodedata.combining(char))
    return _SPACES.sub(" ", bare).strip()


def words(text: str) -> list[str]:
    """The folded words, split where a letter or digit does not stand. `Siu H'Ngan, 12/QĐ-UBND` -> siu, h, ngan, 12, qd, ubnd."""
    return re.findall(r"[^\W_]+", fold(text))


def glue(text: str) -> str:
    """`fold` without spaces and marks, for people who type `khaisinh`: letters and digits only."""
    return "".join(char for char in fold(text) if char.isalnum())


def slug(text: str) -> str:
    """Name for an address: `Người yêu cầu` -> `nguoi-yeu-cau`."""
    return re.sub(r"[^a-z0-9]+", "-", fold(text)).strip("-")


def sort_key(name: str) -> str:
    """Key for Vietnamese alphabetical order (hex, compare bytewise: a column with collation "C")."""
    return str(collate_key(clean(name)))


def name_sort_key(full_name: str) -> str:
    """Key for lists of people: the given name, which stands last, then the rest. `Nguyễn Văn An` goes under An."""
    *rest, given = clean(full_name).split(" ")
    return f"{collate_key(given)} {collate_key(' '.join(rest))}"


def last_four(id_number: str) -> str:
    """The last four digits of an identity number, as asked on the progress page; empty when there are fewer."""
    digits = "".join(char for char in id_number if char in "0123456789")
    return digits[-4:] if len(digits) >= 4 else ""


def shown(value: object, limit: int = 40) -> str:
    """A found value for an error message: cleaned, cut at `limit` characters."""
    text = clean(str(value)[: limit * 4])
    return text if len(text) <= limit else text[: limit - 1] + "…"
