"""Who hears of whose tracks, and how late: nodes, one-way links, failed nodes."""

import heapq
from dataclasses import dataclass

from skyshed.sim.checks import check_between, check_keys, check_not_negative


@dataclass(frozen=True)
class Link:
    """Tracks flow from one node to another, never back.

    Parameters
    ----------
    origin, destination : str
        The two nodes.
    latency_s : float, optional
        Time on the way. [s]
    update_s : float, optional
        Time between two messages about a track; 0 for at once. [s]
    loss : float, optional
        Chance that a message is lost. [1]
    """

    origin: str
    destination: str
    latency_s: float = 0.0
    update_s: float = 0.0
    loss: float = 0.0

    def __post_init__(self) -> None:
        name = f"{self.origin} -> {self.destination}"
        check_not_negative(name, "latency_s", self.latency_s)
        check_not_negative(name, "update_s", self.update_s)
        check_between(name, "loss", self.loss, 0.0, 1.0)


@dataclass(frozen=True)
class Network:
    """Nodes, links, and the nodes that have failed (a fixed input, never searched for).

    A failed node hears nothing and tells nothing: its radars and units are out of the raid.
    """

    nodes: tuple[str, ...] = ()
    links: tuple[Link, ...] = ()
    failed: tuple[str, ...] = ()


@dataclass(frozen=True)
class Path:
    """The quickest way of a track from one node to another.

    Parameters
    ----------
    latency_s : float
        Sum of the latencies. [s]
    update_s : float
        The longest time between two messages on the way. [s]
    loss : float
        Chance that a message is lost somewhere on the way. [1]
    """

    latency_s: float = 0.0
    update_s: float = 0.0
    loss: float = 0.0


def check_network(network: Network) -> None:
    """Refuse a network with unknown nodes or a circle.

    Raises
    ------
    ValueError
        Naming the link or the circle, such as ``"a -> b -> a"``.
    """
    check_keys("network", network.nodes)
    for link in network.links:
        for node in (link.origin, link.destination):
            if node not in network.nodes:
                raise ValueError(
                    f"link {link.origin} -> {link.destination}: there is no node {node!r}"
                )
    for node in network.failed:
        if node not in network.nodes:
            raise ValueError(f"failed node {node!r}: there is no such node")
    if circle := find_circle(network):
        raise ValueError(
            f"the network goes round in a circle: {' -> '.join(circle)}; tracks flow one way, "
            "so leave out one of these links"
        )


def find_circle(network: Network) -> tuple[str, ...]:
    """A circle of links, beginning and ending with the same node; nothing if there is none."""
    left = set(network.nodes)
    while left:
        fed = {link.destination for link in network.links if link.origin in left} & left
        if fed == left:
            break
        left = fed
    if not left:
        return ()
    trail = [next(node for node in network.nodes if node in left)]
    while len(set(trail)) == len(trail):  # each node left is fed by another one that is left
        trail.append(
            next(
                link.origin
                for link in network.links
                if link.destination == trail[-1] and link.origin in left
            )
        )
    return tuple(reversed(trail[trail.index(trail[-1]) :]))


def quickest_path(network: Network, origin: str, destination: str) -> Path | None:
    """The way with the least latency over nodes that have not failed; None if there is none.

    Of several equally quick ways the one with the fewest lost messages is taken. A node hears its
    own radars at once, whether it is in the network or not, unless it has failed.
    """
    if origin in network.failed or destination in network.failed:
        return None
    if origin == destination:
        return Path()
    onward = _onward(network)
    queue = [(0.0, 0.0, 0.0, origin)]
    done = set()
    while queue:
        latency, loss, update, node = heapq.heappop(queue)
        if node == destination:
            return Path(latency, update, loss)
        if node in done:
            continue
        done.add(node)
        for link in onward.get(node, ()):
            if link.destination not in network.failed:
                arrives = 1.0 - (1.0 - loss) * (1.0 - link.loss)
                heapq.heappush(
                    queue,
                    (latency + link.latency_s, arrives, max(update, link.update_s),
                     link.destination),
                )  # fmt: skip
    return None


def joined_nodes(network: Network, nodes: tuple[str, ...]) -> dict[str, int]:
    """Group number of each node: nodes joined by working links, either way, share a group.

    Orders and reports travel on the same lines as tracks, so the units of a group know of each
    other's engagements.
    """
    group = {node: number for number, node in enumerate(dict.fromkeys((*nodes, *network.nodes)))}
    for _ in group:
        for link in network.links:
            if {link.origin, link.destination}.isdisjoint(network.failed):
                low = min(group[link.origin], group[link.destination])
                group[link.origin] = group[link.destination] = low
    numbers = {old: new for new, old in enumerate(dict.fromkeys(group[node] for node in nodes))}
    return {node: numbers[group[node]] for node in nodes}


def _onward(network: Network) -> dict[str, list[Link]]:
    onward: dict[str, list[Link]] = {}
    for link in network.links:
        onward.setdefault(link.origin, []).append(link)
    return onward
