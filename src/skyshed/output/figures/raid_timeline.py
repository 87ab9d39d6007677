"""Time line of one simulated run: a lane per target and per battery."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from skyshed.output.figures.canvas import Drawing, finish, new_figure, style
from skyshed.output.palette import colour

if TYPE_CHECKING:
    from skyshed.sim.recording import Entity, Recording

MOST_TARGETS: Final = 36
_LANE_IN: Final = 0.19
_SUB_ROWS: Final = 4
_MARKS: Final = {
    "detected": ("o", "paper", "cover", 3.6),
    "confirmed": ("o", "cover", "cover", 3.6),
    "miss": ("x", "ink", "ink", 4.0),
    "kill": ("X", "ink", "paper", 6.5),
    "leak": (">", "ring", "paper", 6.5),
}
"""Marker, face, edge and size by kind of event, in the order in which they are drawn."""
_WORDS: Final = {
    "detected": "first detected",
    "confirmed": "track confirmed",
    "miss": "missile misses",
    "kill": "shot down",
    "leak": "gets through",
}


@dataclass(frozen=True)
class Mark:
    """Something that happened on a lane: one of detected, confirmed, miss, kill, leak."""

    time_s: float
    kind: str


@dataclass(frozen=True)
class Lane:
    """One target or one battery.

    Attributes
    ----------
    label : str
        Its name.
    start_s, end_s : float
        When it is there. [s]
    marks : tuple of Mark
        What happened to a target.
    flights : tuple of (launch_s, end_s)
        Missiles that a battery has in the air. [s]
    """

    label: str
    start_s: float
    end_s: float
    marks: tuple[Mark, ...] = ()
    flights: tuple[tuple[float, float], ...] = ()


def lanes(recording: "Recording") -> tuple[list[Lane], list[Lane]]:
    """Lanes of the targets, in order of appearance, and of the batteries."""
    from skyshed.output.replay import launcher_of, lifetime

    flights: dict[int, list[tuple[float, float]]] = {}
    for entity in recording.entities:
        launcher = launcher_of(entity, recording)
        if launcher is not None:
            flights.setdefault(launcher.id, []).append(lifetime(entity, recording))
    targets = [
        Lane(entity.name, *lifetime(entity, recording), marks=_marks(entity, recording))
        for entity in recording.entities
        if entity.kind == "target"
    ]
    batteries = [
        Lane(e.name, 0.0, recording.duration_s, flights=tuple(sorted(flights.get(e.id, ()))))
        for e in recording.entities
        if e.kind == "launcher"
    ]
    return sorted(targets, key=lambda lane: lane.start_s), batteries


def _marks(entity: "Entity", recording: "Recording") -> tuple[Mark, ...]:
    """Events of a target: the first detection and confirmation, all shots, the end."""
    found: list[Mark] = []
    for event in recording.events:
        if entity.id not in (event.subject, event.object) or event.kind not in _MARKS:
            continue
        once = event.kind in ("detected", "confirmed")
        if not (once and any(mark.kind == event.kind for mark in found)):
            found.append(Mark(event.time_s, event.kind))
    return tuple(found)


def raid_timeline(
    targets: Sequence[Lane], batteries: Sequence[Lane], *, name: str, note: str = ""
) -> Drawing:
    """One run, minute by minute.

    Parameters
    ----------
    targets, batteries : sequence of Lane
        As `lanes` gives them; targets beyond `MOST_TARGETS` are counted but not drawn.
    name : str
        File name without its ending.
    note : str
        How the run was chosen.
    """
    shown = list(targets[:MOST_TARGETS])
    rows = len(shown) + len(batteries) + 2.5
    low, high = 0.72, 0.12 + (0.2 if note else 0.0)
    height = rows * _LANE_IN + low + high
    with style():
        figure = new_figure(7.6, height)
        place = (0.2, low / height, 0.785, rows * _LANE_IN / height)
        axes = figure.add_axes(place)
        _frame(axes, [*shown, *batteries], rows)
        more = f", {len(targets) - len(shown)} more not drawn" if len(targets) > len(shown) else ""
        _heading(axes, 0, f"Targets{more}")
        for i, lane in enumerate(shown):
            _target(axes, 1 + i, lane)
        _heading(axes, 1.5 + len(shown), "Batteries and their missiles in flight")
        for i, lane in enumerate(batteries):
            _battery(axes, 2.5 + len(shown) + i, lane)
        if note:
            figure.text(0.01, 1.0 - 0.06 / height, note, va="top", color=colour("muted"))
        _legend(figure, height)
        return finish(figure, name=name, alt=_alt(targets))


def _frame(axes: Any, every: Sequence[Lane], rows: float) -> None:
    last = max((lane.end_s for lane in every), default=60.0) / 60.0
    axes.set(xlim=(0.0, 1.015 * last), ylim=(rows - 0.5, -0.6), yticks=[])
    axes.set_xlabel("minutes from the start of the run")
    axes.spines[["top", "right", "left"]].set_visible(False)
    axes.grid(True, axis="x", color=colour("rule"), lw=0.5)
    axes.set_axisbelow(True)


def _heading(axes: Any, row: float, words: str) -> None:
    axes.text(-0.25, row, words, transform=axes.get_yaxis_transform(), ha="left", va="center",
              fontsize=8, fontweight="bold")  # fmt: skip


def _name(axes: Any, row: float, words: str) -> None:
    short = words if len(words) <= 26 else f"{words[:25]}…"
    axes.text(-0.012, row, short, transform=axes.get_yaxis_transform(), ha="right", va="center",
              fontsize=7)  # fmt: skip


def _target(axes: Any, row: int, lane: Lane) -> None:
    """Dotted while unseen, thin while a track starts, thick once it is confirmed."""
    _name(axes, row, lane.label)
    when = {mark.kind: mark.time_s for mark in reversed(lane.marks)}
    seen = when.get("detected", when.get("confirmed", lane.end_s))
    firm = when.get("confirmed", lane.end_s)
    pieces = (
        (lane.start_s, seen, "muted", 0.9, (0, (1, 2))),
        (seen, firm, "cover", 0.9, "-"),
        (firm, lane.end_s, "cover", 2.6, "-"),
    )
    for start, end, token, width, dash in pieces:
        if end > start:
            axes.plot([start / 60, end / 60], [row, row], color=colour(token), lw=width, ls=dash,
                      solid_capstyle="butt", zorder=2)  # fmt: skip
    for kind, (marker, face, edge, size) in _MARKS.items():
        times = [mark.time_s / 60 for mark in lane.marks if mark.kind == kind]
        if times:
            at = row - 0.34 if kind == "miss" else row  # beside the thick line, not under it
            axes.plot(times, [at] * len(times), marker, ms=size, mfc=colour(face),
                      mec=colour(edge), mew=1.0 if kind in ("detected", "miss") else 0.6,
                      zorder=4, clip_on=False)  # fmt: skip


def _battery(axes: Any, row: float, lane: Lane) -> None:
    """Missiles in the air one under the other, each from its launch tick to its end."""
    _name(axes, row, lane.label)
    axes.plot([lane.start_s / 60, lane.end_s / 60], [row + 0.42] * 2, color=colour("rule"), lw=0.5)
    free = np.full(_SUB_ROWS, -np.inf)
    for start, end in lane.flights:
        sub = int(np.argmax(free <= start)) if (free <= start).any() else int(np.argmin(free))
        free[sub] = end
        at = row - 0.3 + 0.2 * sub
        axes.plot([start / 60, end / 60], [at, at], color=colour("second"), lw=1.5,
                  solid_capstyle="butt")  # fmt: skip
        axes.plot([start / 60] * 2, [at - 0.11, at + 0.11], color=colour("ink"), lw=0.9)


def _legend(figure: Any, height: float) -> None:
    from matplotlib.lines import Line2D

    handles = [
        Line2D([], [], color=colour("muted"), lw=0.9, ls=(0, (1, 2)), label="not seen"),
        *(
            Line2D([], [], ls="", marker=marker, ms=size, mfc=colour(face), mec=colour(edge),
                   mew=0.8, label=_WORDS[kind])
            for kind, (marker, face, edge, size) in _MARKS.items()
        ),
        Line2D([], [], color=colour("second"), lw=1.5, label="missile in flight, from its launch"),
    ]  # fmt: skip
    figure.legend(
        handles=handles, loc="lower center", bbox_to_anchor=(0.5, 0.02 / height), ncols=7,
        frameon=False, fontsize=7, handlelength=1.4, handletextpad=0.5, columnspacing=1.1,
        borderpad=0.1,
    )  # fmt: skip


def _alt(targets: Sequence[Lane]) -> str:
    ends = [mark.kind for lane in targets for mark in lane.marks]
    return (
        f"Time line of one run: {len(targets)} targets, {ends.count('kill')} shot down,"
        f" {ends.count('leak')} get through"
    )
