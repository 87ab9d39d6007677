"""Build networks: every radar and battery in one node, and tracks that flow one way."""

from collections.abc import Mapping, Sequence

from skyshed.documents import NodePath
from skyshed.scenario.engagement_model import (
    NetworkLink,
    NetworkNode,
    StudyBattery,
    StudyNetwork,
)
from skyshed.scenario.engagement_schema import NetworkPart
from skyshed.scenario.laydown import Surroundings
from skyshed.scenario.references import check_all_known, check_known, check_unique
from skyshed.units import parse_value


def build_network(
    part: NetworkPart,
    path: NodePath,
    radars: Sequence[str],
    batteries: Mapping[str, StudyBattery],
    around: Surroundings,
) -> StudyNetwork:
    """A network of the study; `radars` are keys."""
    document = around.document
    check_unique(document, (*path, "nodes"), part.nodes)
    nodes = tuple(
        NetworkNode(
            node.id,
            check_all_known(
                document, (*path, "nodes", index, "radars"), node.radars, radars, "a radar"
            ),
            check_all_known(
                document, (*path, "nodes", index, "batteries"), node.batteries, batteries,
                "a battery",
            ),
        )
        for index, node in enumerate(part.nodes)
    )  # fmt: skip
    _check_members(nodes, path, batteries, around)
    links = _links(part, path, around)
    if (circle := circle_in(links)) is not None:
        raise document.error(
            (*path, "links"),
            f"expected tracks to flow one way, got the circle {' -> '.join(circle)};"
            " remove one of its links",
        )
    ids = [node.id for node in part.nodes]
    failed = check_all_known(document, (*path, "failed"), part.failed, ids, "the id of a node")
    return StudyNetwork(part.id, part.label, part.mode, nodes, links, failed, part.note)


def circle_in(links: Sequence[NetworkLink]) -> tuple[str, ...] | None:
    """The first circle that following the links leads into, its first node repeated at its end."""
    onward: dict[str, list[str]] = {}
    for link in links:
        onward.setdefault(link.source, []).append(link.sink)
    finished: set[str] = set()
    for start in onward:
        trail: list[str] = [start]
        branches = [iter(onward[start])]
        while branches:
            node = next(branches[-1], None)
            if node is None:
                finished.add(trail.pop())
                branches.pop()
            elif node in trail:
                return (*trail[trail.index(node) :], node)
            elif node not in finished:
                trail.append(node)
                branches.append(iter(onward.get(node, ())))
    return None


def _links(part: NetworkPart, path: NodePath, around: Surroundings) -> tuple[NetworkLink, ...]:
    ids = [node.id for node in part.nodes]
    found = []
    for index, link in enumerate(part.links):
        place = (*path, "links", index)
        source = check_known(around.document, (*place, "from"), link.from_, ids, "a node")
        sink = check_known(around.document, (*place, "to"), link.to, ids, "a node")
        update_s = parse_value(link.update, "time")
        if update_s <= 0.0:
            raise around.document.error(
                (*place, "update"), f"expected a time above 0, got {link.update}; correct it"
            )
        latency_s = parse_value(link.latency, "time")
        loss = parse_value(link.loss, "fraction")
        found.append(NetworkLink(source, sink, latency_s, update_s, loss))
    return tuple(found)


def _check_members(
    nodes: Sequence[NetworkNode],
    path: NodePath,
    batteries: Mapping[str, StudyBattery],
    around: Surroundings,
) -> None:
    """Each member in one node, and each battery with the radar that guides its missiles."""
    seen: dict[str, str] = {}
    for index, node in enumerate(nodes):
        for kind, keys in (("radars", node.radars), ("batteries", node.batteries)):
            for item, key in enumerate(keys):
                if f"{kind} {key}" in seen:
                    raise around.document.error(
                        (*path, "nodes", index, kind, item),
                        f"expected '{key}' in one node only, got it in"
                        f" '{seen[f'{kind} {key}']}' too; remove it here",
                    )
                seen[f"{kind} {key}"] = node.key
        for item, key in enumerate(node.batteries):
            guide = batteries[key].guide
            if guide not in node.radars:
                raise around.document.error(
                    (*path, "nodes", index, "batteries", item),
                    f"expected '{guide}', the radar that guides the missiles of '{key}', in the"
                    " same node; add it to its radars",
                )
