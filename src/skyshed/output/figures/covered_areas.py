"""Bars: area that each group of radars covers, alone and together."""

from collections.abc import Sequence

from skyshed.analysis.results import UnionRow
from skyshed.output.figures.canvas import Drawing, finish, new_figure, style, tidy
from skyshed.output.figures.legends import chart_legend
from skyshed.output.palette import colour


def covered_areas(rows: Sequence[UnionRow], *, name: str, target: str) -> Drawing:
    """Median area with its 5 to 95 % whisker, by height and group, against one target."""
    groups = list(dict.fromkeys(row.group for row in rows))
    heights = list(dict.fromkeys(row.height for row in rows))
    tokens = ("height1", "height3", "second", "height2", "height4", "muted")
    with style():
        figure = new_figure(7.6, 3.2)
        axes = figure.add_axes((0.1, 0.2, 0.88, 0.75))
        tidy(axes)
        axes.grid(False, axis="x")
        width = 0.8 / len(groups)
        for g, group in enumerate(groups):
            for row in (r for r in rows if r.group == group):
                low, median, high = (
                    x / 1e9 for x in (row.area_m2.low, row.area_m2.median, row.area_m2.high)
                )
                x = heights.index(row.height) + (g - (len(groups) - 1) / 2) * width
                axes.bar(
                    x, median, 0.9 * width, color=colour(tokens[g % len(tokens)]), lw=0,
                    label=group if row.height == heights[0] else "_",
                )  # fmt: skip
                axes.plot([x, x], [low, high], color=colour("ink"), lw=0.9)
        axes.set_xticks(range(len(heights)), heights)
        axes.set_ylabel("covered area, thousand km²")
        chart_legend(figure, axes)
        return finish(figure, name=name, alt=f"Area covered against {target}, by group and height")
