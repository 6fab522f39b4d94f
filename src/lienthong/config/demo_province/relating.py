"""Documents that rest on each other, and searches that people keep (quan hệ văn bản, tìm kiếm đã lưu)."""

from lienthong.config.demo_province.officers import Province
from lienthong.domain.correspondence import queries, services
from lienthong.domain.correspondence.choices import Relation
from lienthong.foundation.organizations.choices import Role

SEARCHES = (
    (Role.CLERK, "Hỏa tốc, thượng khẩn của tỉnh", {"noi-ban-hanh": "ủy ban nhân dân tỉnh", "do-khan": "express"}, True),
    (Role.CLERK, "Chuyển đổi số", {"q": "chuyển đổi số"}, True),
    (Role.AGENCY_LEADER, "Văn bản quá hạn", {"trang-thai": "overdue"}, False),
    (Role.AGENCY_LEADER, "Ngân sách, dự toán", {"q": "ngân sách"}, False),
    (Role.SPECIALIST, "Hộ tịch", {"q": "hộ tịch"}, False),
)
CHAIN = (Relation.BASED_ON, Relation.RELATES, Relation.AMENDS, Relation.REPLACES, Relation.BASED_ON, Relation.RELATES)


def relate_documents(province: Province) -> None:
    """In three offices: a chain of relations through the latest documents, one that many rest on, searches of three people; one is paused."""
    for office in (province.communes[0], province.communes[1], province.departments[0]):
        clerk = office.by_role[Role.CLERK][0]
        ids = list(queries.visible_documents(clerk).order_by("-arrived_at").values_list("pk", flat=True)[:12])
        pairs = [(ids[place], ids[place + 1], relation) for place, relation in enumerate(CHAIN) if place + 1 < len(ids)]
        pairs += [(each, ids[3], Relation.BASED_ON) for each in ids[8:11]]
        for document_id, other_id, relation in pairs:
            services.relate_documents(actor=clerk, document_id=document_id, other_id=other_id, relation=relation)
    for role, name, params, is_shared in SEARCHES:
        saved = services.save_search(
            actor=province.communes[0].by_role[role][0], name=name, params=params, is_shared=is_shared
        )
        if name == "Hộ tịch":
            services.pause_search(actor=province.communes[0].by_role[role][0], search_id=saved.pk, is_paused=True)
