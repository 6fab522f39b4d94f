"""How documents stand to each other (quan hệ văn bản): a tree walked in both directions, several steps, from one document."""

import uuid
from dataclasses import dataclass, field

from django.db import connection

from lienthong.domain.correspondence.choices import Relation
from lienthong.domain.correspondence.models import Document
from lienthong.domain.correspondence.queries.documents import visible_documents
from lienthong.kit.actor import Actor

DEEPEST, WIDEST, MOST = 4, 40, 240
"""Steps from the document, relations of one document, and relations in all that are read."""

FORWARD = {each.value: each.label for each in Relation}
BACKWARD = {
    Relation.ANSWERS: "được trả lời bằng",
    Relation.BASED_ON: "là căn cứ của",
    Relation.REPLACES: "bị thay thế bởi",
    Relation.AMENDS: "được sửa đổi, bổ sung bởi",
    Relation.RELATES: "liên quan",
}

# Rows come out in order of steps, so the outer LIMIT ends the walk. Nothing is walked through a document that is not seen.
_WALK = """
WITH RECURSIVE walk (id, depth, path, link, came_from, relation, is_forward, is_visible) AS (
    SELECT %s::uuid, 0, ARRAY[%s::uuid], NULL::bigint, NULL::uuid, ''::varchar, true, true
    UNION ALL
    SELECT edge.id, walk.depth + 1, walk.path || edge.id, edge.link, walk.id, edge.relation, edge.is_forward, edge.id IN ({visible})
    FROM walk CROSS JOIN LATERAL (
        (SELECT other_id AS id, link.id AS link, relation, true AS is_forward FROM correspondence_documentlink link
            WHERE link.document_id = walk.id ORDER BY link.id DESC LIMIT {widest})
        UNION ALL
        (SELECT document_id, link.id, relation, false FROM correspondence_documentlink link
            WHERE link.other_id = walk.id ORDER BY link.id DESC LIMIT {widest})
    ) edge
    WHERE walk.is_visible AND walk.depth < {deepest} AND edge.id <> ALL (walk.path)
)
SELECT id, depth, link, came_from, relation, is_forward, is_visible FROM walk LIMIT {most}
"""


@dataclass(slots=True)
class Node:
    """A document with what leads on from it. `said` is how it stands to the one above; `hidden` relations lead to documents not seen."""

    document: Document
    said: str = ""
    link_id: int | None = None
    below: list["Node"] = field(default_factory=list)
    hidden: int = 0


@dataclass(frozen=True, slots=True)
class Walk:
    """The tree, how many documents stand in it beside the first, how many are not for the actor, and whether it was cut."""

    root: Node
    count: int
    hidden: int
    is_cut: bool


def walk_from(actor: Actor, document: Document) -> Walk:
    """The tree of relations from a document the actor sees; each document once, at its nearest place. Two queries."""
    visible, values = visible_documents(actor).values("pk").query.sql_with_params()
    statement = _WALK.format(visible=visible, widest=WIDEST, deepest=DEEPEST, most=MOST)
    with connection.cursor() as cursor:
        cursor.execute(statement, [document.pk, document.pk, *values])
        rows = cursor.fetchall()
    documents = Document.objects.in_bulk({row[0] for row in rows if row[6]})
    nodes = {document.pk: Node(document)}
    hidden: set[uuid.UUID] = set()
    for found, _, link, came_from, relation, is_forward, is_visible in rows:
        above = nodes.get(came_from)
        if above is None or found in nodes:
            continue
        if not is_visible:
            if found not in hidden:
                hidden.add(found)
                above.hidden += 1
            continue
        words = FORWARD if is_forward else BACKWARD
        nodes[found] = Node(documents[found], said=words[relation], link_id=link)
        above.below.append(nodes[found])
    return Walk(nodes[document.pk], len(nodes) - 1, len(hidden), is_cut=len(rows) >= MOST)
