"""The lines above a signature (thẩm quyền ký), Phụ lục I Nghị định 30/2020/NĐ-CP: TM., KT., TL., TUQ., Q. No database here."""

from dataclasses import dataclass

from lienthong.foundation.signing.choices import AuthorityForm

_CUTS = (" UBND", " Ủy ban", " ủy ban", ", ", " (")
_COMMITTEE = "Ủy ban nhân dân"


@dataclass(frozen=True, slots=True, kw_only=True)
class Authority:
    """How a seat signs: see `SigningAuthority`."""

    form: str
    body: str
    head: str
    title: str

    @property
    def lines(self) -> tuple[str, ...]:
        """As printed, in capitals, one below the other."""
        head = self.head or self.title
        said = {
            AuthorityForm.BODY: (self._for_body(), self.title),
            AuthorityForm.DEPUTY: (self._for_body(), f"KT. {head}", self.title),
            AuthorityForm.ORDER: (f"TL. {head}", self.title),
            AuthorityForm.DELEGATE: (f"TUQ. {head}", self.title),
            AuthorityForm.ACTING: (f"Q. {head}",),
        }.get(AuthorityForm(self.form), (self.title,))
        return tuple(_capitals(line) for line in said if line)

    def _for_body(self) -> str:
        return f"TM. {self.body}" if self.body else ""


def guessed(title: str, *, is_committee: bool) -> Authority:
    """What a title says by itself: a deputy signs for the head, a committee's head for the committee, a head of an office by order."""
    short = short_title(title)
    body = _COMMITTEE if is_committee else ""
    if short.startswith("Phó "):
        head = short.removeprefix("Phó ")
        return Authority(form=AuthorityForm.DEPUTY, body=body, head=head[:1].upper() + head[1:], title=short)
    if is_committee and short.startswith("Chủ tịch"):
        return Authority(form=AuthorityForm.BODY, body=body, head="", title=short)
    if is_committee and short.startswith(("Trưởng phòng", "Chánh Văn phòng")):
        return Authority(form=AuthorityForm.ORDER, body="", head="Chủ tịch", title=short)
    return Authority(form=AuthorityForm.OWN, body="", head="", title=short)


def delegated(giver_title: str, own_title: str) -> Authority:
    """Signing what another seat let one sign (thừa ủy quyền)."""
    return Authority(form=AuthorityForm.DELEGATE, body="", head=short_title(giver_title), title=short_title(own_title))


def on_behalf(giver: Authority, own: Authority, *, as_deputy: bool) -> Authority:
    """Signing a document of an agency for its head: a deputy as ever (KT.), the head of a part by authorisation (TUQ.)."""
    if as_deputy:
        return own
    return Authority(form=AuthorityForm.DELEGATE, body="", head=giver.head or giver.title, title=own.title)


def short_title(title: str) -> str:
    """`Phó Chủ tịch UBND phường Diên Hồng` -> `Phó Chủ tịch`: the head of the paper names the agency already."""
    cut = min((at for at in (title.find(mark) for mark in _CUTS) if at > 0), default=len(title))
    return title[:cut].strip()


def _capitals(line: str) -> str:
    """Capitals; the abbreviation before the point is one already (TUQ., Q.)."""
    return line.upper()
