"""What the pages of a filing share (các bước nộp hồ sơ): the stages above, what is still missing."""

from django.urls import reverse

from lienthong.domain.dossiers import services
from lienthong.domain.dossiers.models import Filing
from lienthong.domain.eforms import queries as eforms
from lienthong.domain.procedures import queries as procedures
from lienthong.kit.access import ActorRequest


def steps_of(filing: Filing, current: str) -> list[dict[str, object]]:
    """The stages shown above every page: {label, state: done|now|next, url}."""
    stages = [
        ("agency", "Nơi giải quyết", reverse("dossiers:filing-agency", args=[filing.reference])),
        ("form", "Tờ khai", reverse("dossiers:filing", args=[filing.reference])),
        ("papers", "Giấy tờ", reverse("dossiers:filing-papers", args=[filing.reference])),
        ("check", "Kiểm tra lại", reverse("dossiers:filing-check", args=[filing.reference])),
        ("submit", "Nộp", reverse("dossiers:filing-submit", args=[filing.reference])),
    ]
    names = [name for name, _, _ in stages]
    at = names.index(current)
    return [
        {"label": label, "url": url, "state": "done" if place < at else "now" if place == at else "next"}
        for place, (_, label, url) in enumerate(stages)
    ]


def verified(request: ActorRequest) -> bool:
    """Whether a register vouches for the applicant, so that its papers need not be sent."""
    return services.known_person(request.actor) is not None


def missing(request: ActorRequest, filing: Filing, version: procedures.VersionSnapshot) -> list[str]:
    """Names of the required papers that are neither there nor sent by post."""
    given = {paper.requirement_key for paper in filing.papers.all()} | services.papers_by_post(filing)
    return services.missing_papers(version, given, verified=verified(request))


def filing_context(filing: Filing, version: procedures.VersionSnapshot, current: str) -> dict[str, object]:
    """What every page of a filing shows: the stages, the way on."""
    return {
        "filing": filing,
        "version": version,
        "steps": steps_of(filing, current),
        "check_url": reverse("dossiers:filing-check", args=[filing.reference]),
        "fee_url": reverse("dossiers:filing-fee", args=[filing.reference]),
        "submit_url": reverse("dossiers:filing-submit", args=[filing.reference]),
        "post_url": reverse("dossiers:filing-post", args=[filing.reference])
        if filing.dossier_id is None and services.is_offered(version)
        else "",
        "nav": "ho-so",
    }


def place_of(request: ActorRequest, filing: Filing) -> str:
    """Where a draft was left, in words: `Đang ở phần 2 trên 5: Trẻ được khai sinh`. Ask with the papers prefetched."""
    version = procedures.version(filing.version_id)
    if filing.agency_id is None:
        return "Đang ở bước chọn nơi giải quyết"
    pages = eforms.pages(version.form, filing.answers) if version.form is not None else []
    for page in pages:
        if page.slug not in filing.pages_done:
            return f"Đang ở phần {page.number} trên {len(pages)} của tờ khai: {page.title}"
    return "Đang ở bước giấy tờ" if missing(request, filing, version) else "Đã khai đủ, chờ kiểm tra lại và nộp"
