"""What a person received or handed in goes into their vault (giấy tờ vào kho), so that no later dossier asks for it again."""

from lienthong.domain.dossiers import queries as dossiers
from lienthong.domain.dossiers.events import ResultReturned
from lienthong.foundation.vault import services as vault
from lienthong.foundation.vault.choices import Origin
from lienthong.kit.events import reacts_to


@reacts_to(ResultReturned)
def keep_in_vault(event: ResultReturned) -> None:
    """The result with its data and the papers given; told twice, kept once."""
    found = dossiers.papers_to_keep(event.dossier_id)
    if found.person_id is None:
        return
    vault.keep_papers(
        person_id=found.person_id,
        source_code=found.code,
        source_name=found.procedure,
        papers=[
            vault.KeptPaper(
                origin=Origin.RETURNED if paper.is_result else Origin.HANDED_IN,
                name=paper.name,
                file_id=paper.file_id,
                number=paper.number,
                issuer=paper.issuer,
                issued_on=paper.issued_on,
                data=paper.data,
            )
            for paper in found.papers
        ],
    )
