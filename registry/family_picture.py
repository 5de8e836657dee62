"""Where each part of the drawn family stands: one row for each node, owners above what they own, gifts in lanes beside.

Pure and deterministic: the same graph gives the same picture. A node has a layer, the longest way down to it from
somebody whom nobody owns, and stands indented under the deepest of its owners. In a ring of owners the edge that closes
it is drawn in a lane like the gifts. No two lanes that meet share a place, so that 60 entities can still be told apart.
"""

from dataclasses import dataclass

ROW = 58
BOX_HEIGHT = 46
INDENT = 22
DEEPEST = 8  # deeper layers are drawn as this one
LANE = 18
MOST_LANES = 26


@dataclass(frozen=True, slots=True)
class Box:
    """A node's place in pixels, with the middle of its left and right side for the lines."""

    key: str
    x: int
    y: int
    width: int
    layer: int

    @property
    def middle(self):
        return self.y + BOX_HEIGHT // 2

    @property
    def right(self):
        return self.x + self.width

    @property
    def name_y(self):
        return self.y + 19

    @property
    def line_y(self):
        return self.y + 37

    @property
    def text_x(self):
        return self.x + 10

    @property
    def marks_x(self):
        return self.right - 50

    @property
    def register_x(self):
        return self.right - 26

    @property
    def marks_y(self):
        return self.y + 23


@dataclass(frozen=True, slots=True)
class Branch:
    """The line from an owner down to what it owns."""

    path: str


@dataclass(frozen=True, slots=True)
class Lane:
    """A line beside the boxes from one to another. `number` is the row of the table that tells about it."""

    path: str
    arrow: str
    kind: str
    number: str
    label_x: int
    label_y: int


@dataclass(frozen=True, slots=True)
class Edge:
    """What is drawn in a lane: `kind` is a class of the style sheet, `number` what the table calls it."""

    start: str
    end: str
    kind: str
    number: str = ""


@dataclass(frozen=True)
class Picture:
    """All of it, with the size that it takes."""

    width: int
    height: int
    boxes: tuple[Box, ...]
    branches: tuple[Branch, ...]
    lanes: tuple[Lane, ...]
    left_out: int = 0


def draw(keys, owned_by, edges, *, width, lanes=True):
    """The picture of the nodes `keys`, in that order where nothing else decides.

    `owned_by`: (owner, owned) for each ownership; `edges`: gifts as `Edge`. Without lanes only what fits the tree is
    drawn: for narrow screens, where the table tells the rest.
    """
    parents, closing = _parents(keys, owned_by)
    order, layers = _order(keys, parents)
    room = min(len(edges) + len(closing), MOST_LANES) * LANE + 30 if lanes and (edges or closing) else 0
    boxes = {}
    for place, key in enumerate(order):
        x = min(layers[key], DEEPEST) * INDENT + 1
        boxes[key] = Box(key, x, place * ROW + 1, width - x - room - 1, layers[key])
    tree = {owned: owner for owned, owner in parents.items() if owner}
    beside = [Edge(owner, owned, "owner") for owner, owned in closing] + list(edges) if lanes else []
    drawn, left_out = _lanes(beside, boxes)
    branches = tuple(Branch(_branch(boxes[owner], boxes[owned])) for owned, owner in tree.items())
    height = max(len(order) * ROW - (ROW - BOX_HEIGHT) + 2, 1)
    return Picture(width, height, tuple(boxes[key] for key in order), branches, drawn, left_out)


def _parents(keys, owned_by):
    """Under whom each node stands, and the edges that the tree does not show.

    An edge that would close a ring is put aside first; of several owners the one in the deepest layer is chosen.
    """
    rank = {key: place for place, key in enumerate(keys)}
    edges = sorted({(a, b) for a, b in owned_by if a in rank and b in rank}, key=lambda e: (rank[e[0]], rank[e[1]]))
    below = {key: [] for key in keys}
    for owner, owned in edges:
        below[owner].append(owned)
    ring = _closing_edges(keys, below)
    layers = _layers(keys, [edge for edge in edges if edge not in ring])
    parents = dict.fromkeys(keys)
    for owner, owned in edges:
        if (owner, owned) not in ring and (parents[owned] is None or layers[owner] > layers[parents[owned]]):
            parents[owned] = owner
    return parents, [edge for edge in edges if parents[edge[1]] != edge[0]]


def _closing_edges(keys, below):
    """The edges that lead back to a node on the way to themselves. Without recursion: a chain may be long."""
    closing, done, on_the_way = set(), set(), set()
    for root in _roots_first(keys, below):
        stack = [(root, iter(below[root]))] if root not in done else []
        on_the_way.update(key for key, _ in stack)
        while stack:
            key, rest = stack[-1]
            step = next(rest, None)
            if step is None:
                stack.pop()
                on_the_way.discard(key)
                done.add(key)
            elif step in on_the_way:
                closing.add((key, step))
            elif step not in done:
                stack.append((step, iter(below[step])))
                on_the_way.add(step)
    return closing


def _roots_first(keys, below):
    owned = {key for several in below.values() for key in several}
    return sorted(keys, key=lambda key: key in owned)


def _layers(keys, edges):
    """The longest way down to each node; the edges close no ring."""
    waiting = dict.fromkeys(keys, 0)
    below = {key: [] for key in keys}
    for owner, owned in edges:
        waiting[owned] += 1
        below[owner].append(owned)
    layers, ready = dict.fromkeys(keys, 0), [key for key in keys if not waiting[key]]
    while ready:
        key = ready.pop()
        for owned in below[key]:
            layers[owned] = max(layers[owned], layers[key] + 1)
            waiting[owned] -= 1
            if not waiting[owned]:
                ready.append(owned)
    return layers


def _order(keys, parents):
    """Each node after the one that it stands under, with its depth in the tree."""
    children = {}
    for key in keys:
        children.setdefault(parents[key], []).append(key)
    order, layers, stack = [], {}, [(key, 0) for key in reversed(children.get(None, []))]
    while stack:
        key, layer = stack.pop()
        order.append(key)
        layers[key] = layer
        stack += [(child, layer + 1) for child in reversed(children.get(key, []))]
    return order, layers


def _branch(owner, owned):
    x = owner.x + INDENT // 2
    start = owner.y + BOX_HEIGHT
    return f"M{x} {start}V{owned.middle}H{max(owned.x, x)}"


def _lanes(edges, boxes):
    """Give each edge the first lane that is free all the way. Those that find no room are counted."""
    taken, drawn, left_out = [], [], 0
    for edge in edges:
        start, end = boxes[edge.start], boxes[edge.end]
        top, bottom = sorted((start.middle, end.middle))
        place = next((n for n, used in enumerate(taken) if all(bottom < a or b < top for a, b in used)), len(taken))
        if place >= MOST_LANES:
            left_out += 1
            continue
        if place == len(taken):
            taken.append([])
        taken[place].append((top - ROW // 4, bottom + ROW // 4))
        drawn.append(_lane(edge, start, end, place))
    return tuple(drawn), left_out


def _lane(edge, start, end, place):
    """Out from the giver a little below its middle, along the lane, and in to the recipient a little above.

    The number stands where the line leaves the giver, so that it is found from there.
    """
    x = start.right + 20 + place * LANE
    leaves, arrives = start.middle + 7, end.middle - 7
    path = f"M{start.right} {leaves}H{x}V{arrives}H{end.right + 8}"
    arrow = f"M{end.right + 1} {arrives}l9 -5v10z"
    return Lane(path, arrow, edge.kind, edge.number, x, leaves + (20 if arrives > leaves else -10))
