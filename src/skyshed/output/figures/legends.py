"""Legends in one line under a figure."""

from collections.abc import Sequence
from typing import Any

from skyshed.output.palette import colour


def swatches(
    figure: Any, entries: Sequence[tuple[str, str]], *, y: float, title: str = "", size: float = 7.5
) -> None:
    """Coloured boxes with words, centred, in as many lines as needed.

    Parameters
    ----------
    figure : matplotlib.figure.Figure
        Where to draw.
    entries : sequence of (token, words)
        What each colour means.
    y : float
        Height of the middle of the legend, as a share of the figure.
    title : str
        What the colours show.
    size : float
        Type size. [pt]
    """
    from matplotlib.patches import Patch

    handles = [
        Patch(facecolor=colour(token), edgecolor=colour("rule"), linewidth=0.5, label=words)
        for token, words in entries
    ]
    figure.legend(
        handles=handles,
        loc="center",
        bbox_to_anchor=(0.5, y),
        ncols=_columns([words for _, words in entries]),
        frameon=False,
        fontsize=size,
        title=title or None,
        title_fontsize=size,
        handlelength=1.3,
        handleheight=1.0,
        handletextpad=0.5,
        columnspacing=1.2,
        borderpad=0,
    )


def _columns(words: Sequence[str]) -> int:
    """As many columns as fit into a line of about a hundred letters."""
    widest = max(len(word) for word in words) + 4
    lines = -(-widest * len(words) // 105)
    return -(-len(words) // lines)


def lines_of(words: Sequence[str]) -> int:
    """Lines that a legend with these words takes."""
    return -(-len(words) // _columns(words))


def chart_legend(figure: Any, axes: Any, *, y: float = 0.0) -> None:
    """Legend of a chart in one line under its axes."""
    handles, labels = axes.get_legend_handles_labels()
    figure.legend(
        handles,
        labels,
        loc="lower center",
        bbox_to_anchor=(0.5, y),
        ncols=_columns(labels),
        frameon=False,
        fontsize=7.5,
        handlelength=1.8,
        handletextpad=0.6,
        columnspacing=1.4,
        borderpad=0.1,
    )
