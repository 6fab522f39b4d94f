"""A procedure as a person reads it (tờ hướng dẫn thủ tục): one order of things for the page, the printed sheet and the data for search engines.

What you get, who may file, what you bring, what it costs, how long it takes, where; for one case where the record tells cases apart.
Pure: a version in, plain values out.
"""

from dataclasses import dataclass

from lienthong.domain.procedures.choices import FilingChannel, Origin, PaperMode
from lienthong.domain.procedures.queries.national import Named, Way
from lienthong.domain.procedures.queries.versions import RequirementSnapshot, VersionSnapshot


@dataclass(frozen=True, slots=True, kw_only=True)
class Paper:
    """A paper to bring. `shape`: which copies are good; `to_do`: what the person does; `register`: not asked, taken from there."""

    name: str
    required: bool
    when: str
    instead: str
    shape: str
    counted: str
    to_do: str
    register: str
    is_filled_here: bool
    cases: str
    sample_name: str
    sample_url: str
    is_demo: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Cost:
    """A fee in words: `8.000 ₫ mỗi bản`, what for, by which way of filing."""

    text: str
    name: str
    is_demo: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Limit:
    """A row of the table of ways: one time limit of one way of filing, with its fees."""

    channel: str
    time: str
    fees: tuple[str, ...]
    note: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """Steps under a heading; `case` empty: in every case."""

    case: str
    steps: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Leaflet:
    """All of it. `case`: key of the chosen case, empty for all of them together."""

    case: str
    case_name: str
    cases: tuple[Named, ...]
    results: tuple[str, ...]
    subjects: str
    papers: tuple[Paper, ...]
    costs: tuple[Cost, ...]
    limits: tuple[Limit, ...]
    order: tuple[Part, ...]
    carried_out_by: tuple[str, ...]
    combined_with: tuple[str, ...]

    @property
    def to_bring(self) -> int:
        """How many papers a person must have at hand: neither filled in here nor known to a register."""
        return sum(paper.required and not paper.register and not paper.is_filled_here for paper in self.papers)

    @property
    def limits_have_fees(self) -> bool:
        """Whether any way names its own fees."""
        return any(row.fees for row in self.limits)


def leaflet_of(version: VersionSnapshot, case: str = "") -> Leaflet:
    """Read `version` for `case`; an unknown case counts as none chosen."""
    parts = version.national
    names = {each.code: each.name for each in parts.cases}
    case = case if case in names else ""
    return Leaflet(
        case=case,
        case_name=names.get(case, ""),
        cases=parts.cases if len(parts.cases) > 1 else (),
        results=tuple(dict.fromkeys(each.name for each in parts.results if each.name)) or (version.result_name,),
        subjects=version.subject_names or "; ".join(parts.subjects),
        papers=tuple(
            _paper(version, each, names, chosen=case)
            for each in version.requirements
            if not case or not each.cases or case in each.cases
        ),
        costs=_costs(version),
        limits=_limits(parts.ways),
        order=tuple(
            Part(case="" if case else names.get(each.case, ""), steps=each.steps)
            for each in parts.order
            if each.steps and (not case or each.case in {"", case})
        ),
        carried_out_by=tuple(each.name for each in parts.carried_out_by),
        combined_with=tuple(each.name for each in parts.combined_with),
    )


def _paper(version: VersionSnapshot, paper: RequirementSnapshot, names: dict[str, str], *, chosen: str) -> Paper:
    online = version.accepts_online
    if paper.from_form:
        to_do = "Điền trên trang này, không phải in" if online else "Điền tại quầy"
    elif paper.from_register:
        to_do = ""
    elif paper.mode == PaperMode.PRESENT:
        to_do = "Mang theo khi đến nộp"
    else:
        to_do = "Chụp hoặc tải lên" if online else "Nộp"
    return Paper(
        name=paper.name,
        required=paper.required,
        when=paper.when,
        instead=paper.instead,
        shape="Điện tử" if paper.from_form and online else paper.shape if paper.accepted_as else "",
        counted="" if paper.from_form or paper.from_register else _counted(paper),
        to_do=to_do,
        register=(paper.register or "cơ sở dữ liệu quốc gia") if paper.from_register else "",
        is_filled_here=paper.from_form and online,
        cases="" if chosen else "; ".join(names[each] for each in paper.cases if each in names),
        sample_name=paper.sample_name,
        sample_url=paper.sample_url if paper.sample_url.startswith(("https://", "http://")) else "",
        is_demo=paper.is_demo,
    )


def _counted(paper: RequirementSnapshot) -> str:
    """`2 bản chính, 1 bản sao`; empty for one of one kind, which goes without saying."""
    if paper.originals + paper.copies <= 1:
        return ""
    counts = [(paper.originals, "bản chính"), (paper.copies, "bản sao")]
    return ", ".join(f"{count} {words}" for count, words in counts if count)


def _costs(version: VersionSnapshot) -> tuple[Cost, ...]:
    """Fees of the version; where it has none, those the record prints beside its time limits."""
    if version.fees:
        return tuple(
            Cost(
                text=fee.text,
                name=". ".join(part.rstrip(".") for part in (fee.name, fee.channel_name, fee.note) if part),
                is_demo=fee.is_demo,
            )
            for fee in version.fees
        )
    printed = {
        (fee.words, fee.note): Cost(text=fee.words, name=fee.note.rstrip("."), is_demo=False)
        for way in version.national.ways
        for term in way.terms
        for fee in term.fees
        if fee.words
    }
    if printed:
        return tuple(printed.values())
    said = "Không thu" if version.origin != Origin.NATIONAL else "Hồ sơ công bố không ghi khoản thu nào"
    return (Cost(text=said, name="", is_demo=False),)


def _limits(ways: tuple[Way, ...]) -> tuple[Limit, ...]:
    """Rows of the table; none when every way says the same and nothing besides, which the facts above it say already."""
    rows = tuple(
        Limit(
            channel=way.channel_name,
            time=term.words,
            fees=tuple(dict.fromkeys(fee.words for fee in term.fees if fee.words)),
            note=". ".join(dict.fromkeys(part.rstrip(".") for part in (term.note, way.note) if part)),
        )
        for way in ways
        for term in way.terms
    )
    same = {(row.time, row.fees, row.note) for row in rows}
    return rows if len(same) > 1 or any(row.note for row in rows) else ()


def channels_in_words(version: VersionSnapshot) -> tuple[str, ...]:
    """Ways of filing as sentences a person can act on."""
    said = {
        FilingChannel.ONLINE: "Trực tuyến trên trang này",
        FilingChannel.COUNTER: "Trực tiếp tại Trung tâm Phục vụ hành chính công",
        FilingChannel.POST: "Gửi qua bưu chính công ích",
    }
    return tuple(
        said[FilingChannel(channel)]
        for channel in version.channels
        if channel in said and (channel != FilingChannel.ONLINE or version.accepts_online)
    )
