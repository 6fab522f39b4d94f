"""Where things stand in the diagram (bố trí sơ đồ): left to right, wrapped into rows, so it reads on a phone too.

A block is what stands between two moments of the table: an event, a step, a step with its two condition gateways, or a group
of parallel steps between two gateways. Units are pixels of bpmn-js at scale 1.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field

TASK_WIDTH, TASK_HEIGHT = 140, 80
GATEWAY, EVENT = 50, 36
GAP, ROW_GAP, MARGIN = 40, 60, 20

type Point = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Node:
    """An element of the process. `tag` is its BPMN name; `x`, `y` its upper left corner, within its block while that is built."""

    id: str
    tag: str
    x: int
    y: int
    name: str = ""
    documentation: str = ""

    @property
    def width(self) -> int:
        return TASK_WIDTH if self.tag == "userTask" else GATEWAY if self.tag.endswith("Gateway") else EVENT

    @property
    def height(self) -> int:
        return TASK_HEIGHT if self.tag == "userTask" else self.width

    @property
    def left(self) -> Point:
        return self.x, self.y + self.height // 2

    @property
    def right(self) -> Point:
        return self.x + self.width, self.y + self.height // 2

    @property
    def top(self) -> Point:
        return self.x + self.width // 2, self.y

    @property
    def bottom(self) -> Point:
        return self.x + self.width // 2, self.y + self.height

    def moved(self, dx: int, dy: int) -> "Node":
        return Node(self.id, self.tag, self.x + dx, self.y + dy, self.name, self.documentation)


@dataclass(frozen=True, slots=True)
class Flow:
    """A sequence flow; `points` are its way."""

    id: str
    source: str
    target: str
    points: tuple[Point, ...]
    condition: str = ""

    def moved(self, dx: int, dy: int) -> "Flow":
        return Flow(self.id, self.source, self.target, tuple((x + dx, y + dy) for x, y in self.points), self.condition)


@dataclass(frozen=True, slots=True)
class Block:
    """Nodes around a midline `mid` (from the block's top), entered at `entry` and left at `exit`."""

    nodes: tuple[Node, ...]
    flows: tuple[Flow, ...]
    width: int
    height: int
    mid: int
    entry: str
    exit: str

    def moved(self, dx: int, dy: int) -> "Block":
        return Block(
            tuple(node.moved(dx, dy) for node in self.nodes),
            tuple(flow.moved(dx, dy) for flow in self.flows),
            self.width,
            self.height,
            self.mid,
            self.entry,
            self.exit,
        )


@dataclass(slots=True)
class Drawing:
    """All nodes and flows with their places."""

    nodes: list[Node] = field(default_factory=list)
    flows: list[Flow] = field(default_factory=list)


def arrange(blocks: Sequence[Block], columns: int) -> Drawing:
    """Put blocks in rows as wide as `columns` steps and connect each with the next. An event never takes a row of its own."""
    limit = columns * (TASK_WIDTH + GAP)
    rows: list[list[Block]] = [[]]
    used = 0
    for block in blocks:
        is_event = block.width == EVENT
        if rows[-1] and used + block.width > limit and not is_event:
            rows.append([])
            used = 0
        rows[-1].append(block)
        used += 0 if is_event else block.width + GAP
    drawing = Drawing()
    y = MARGIN
    previous: tuple[Node, int] | None = None
    for row in rows:
        above, below = max(block.mid for block in row), max(block.height - block.mid for block in row)
        x = MARGIN + GAP // 2
        for block in row:
            placed = block.moved(x, y + above - block.mid)
            entry = next(node for node in placed.nodes if node.id == block.entry)
            if previous:
                drawing.flows.append(_between(previous, entry, block is row[0]))
            drawing.nodes += placed.nodes
            drawing.flows += placed.flows
            previous = next(node for node in placed.nodes if node.id == block.exit), y + above + below
            x += block.width + GAP
        y += above + below + ROW_GAP
    return drawing


def _between(previous: tuple[Node, int], entry: Node, wraps: bool) -> Flow:  # noqa: FBT001  # private, named by its type
    source, bottom = previous
    points: tuple[Point, ...] = (source.right, entry.left)
    if wraps:
        turn = bottom + ROW_GAP // 2
        right, left = source.right[0] + GAP // 2, entry.left[0] - GAP // 2
        points = (
            source.right,
            (right, source.right[1]),
            (right, turn),
            (left, turn),
            (left, entry.left[1]),
            entry.left,
        )
    return Flow(f"Flow-{source.id}-{entry.id}", source.id, entry.id, points)
