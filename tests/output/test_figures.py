"""Figures are the same bytes each time, follow the theme of the page, and hold nothing foreign."""

import itertools
import re
import struct
import zlib
from xml.etree import ElementTree

import numpy as np
import pytest

from skyshed.analysis.results import Interval, UnionRow
from skyshed.output.figures.canvas import Raster, finish, new_figure, style
from skyshed.output.figures.covered_areas import covered_areas
from skyshed.output.figures.map_frame import map_ground
from skyshed.output.figures.place_names import place_names
from skyshed.output.figures.png import palette_png
from skyshed.output.figures.vertical_cover import vertical_cover
from skyshed.output.palette import TOKENS, css_variables
from skyshed.output.report_figures import report_figures
from tests.output.synthetic import make_lesson, make_result


@pytest.fixture(scope="module")
def drawings():
    return report_figures(make_result()).every() + report_figures(make_lesson()).every()


def test_every_kind_is_drawn(drawings):
    kinds = {drawing.name.rsplit("-", 1)[1] for drawing in drawings}
    assert kinds >= {"cover", "share", "limiting", "lowest", "vertical", "detection", "azimuth"}
    assert {"deciding-unknowns", "smooth-horizon", "areas-f-16c"} <= {d.name for d in drawings}


def test_figures_are_well_formed_and_repeat(drawings):
    again = report_figures(make_result()).every() + report_figures(make_lesson()).every()
    for drawing, other in zip(drawings, again, strict=True):
        ElementTree.fromstring(drawing.standalone)
        assert drawing == other


def test_figures_follow_the_theme(drawings):
    for drawing in drawings:
        painted = set(re.findall(r"#[0-9a-f]{6}\b", drawing.inline))
        assert not painted, f"{drawing.name} has fixed colours {painted}"
        assert "var(--ink)" in drawing.inline
        assert drawing.inline.startswith('<svg role="img" aria-label="')


def test_figures_ask_for_nothing_outside(drawings):
    for drawing in drawings:
        addresses = re.findall(r'(?:href|src)="([^"]*)"|url\(([^)]*)\)', drawing.inline)
        assert all(a[0].startswith(("data:", "#")) or a[1].startswith("#") for a in addresses)


def test_identifiers_are_unique_over_the_page(drawings):
    found = [x for drawing in drawings for x in re.findall(r'\bid="([^"]*)"', drawing.inline)]
    assert len(found) == len(set(found))


def test_text_of_a_study_stays_text(drawings):
    cover = next(d for d in drawings if d.name.endswith("-cover"))
    assert "&lt;Istanbul&gt; &amp; $more$" in cover.inline
    assert "<Istanbul>" not in cover.inline


def test_colours_have_one_role_each():
    light = [pair[0] for pair in TOKENS.values()]
    assert len(light) == len(set(light))
    assert css_variables("dark").count(";") == len(TOKENS)


@pytest.mark.parametrize(
    "names", [[f"factor_{n}" for n in ("covered", "horizon", "terrain", "power")]]
)
def test_limiting_factors_differ_in_lightness(names):
    """Whoever sees no hues, or prints in grey, can still tell the common ones apart."""
    for theme in (0, 1):
        values = sorted(_lightness(TOKENS[name][theme]) for name in names)
        assert min(np.diff(values)) > 0.08


def _lightness(text):
    return float(np.dot([int(text[i : i + 2], 16) for i in (1, 3, 5)], [0.299, 0.587, 0.114]) / 255)


def test_places_cover_neither_each_other_nor_the_radar():
    layers = make_result().pairs[0].layers
    crowd = [(f"Place {i}", 40.08 + 0.25 * (i % 4), 32.57 + 0.3 * (i // 4)) for i in range(16)]
    ground = map_ground(layers, crowd, radar="91N6E", ring_m=0.0, ring_label="")
    with style():
        figure = new_figure(5.0, 5.0)
        axes = figure.add_axes((0, 0, 1, 1))
        axes.set(xlim=(-450, 450), ylim=(-450, 450))
        place_names(axes, ground, 450.0)
        boxes = [text.get_window_extent(figure._get_renderer()) for text in axes.texts]
    assert 1 < len(boxes) <= 17
    assert not any(a.overlaps(b) for i, a in enumerate(boxes) for b in boxes[:i])


def test_png_holds_the_pixels():
    index = np.array([[0, 1, 2], [2, 1, 0]], dtype=np.uint8)
    data = palette_png(index, [(0, 0, 0, 0), (9, 8, 7, 255), (1, 2, 3, 255)])
    assert data.startswith(b"\x89PNG\r\n\x1a\n")
    at = data.index(b"IDAT")
    size = struct.unpack(">I", data[at - 4 : at])[0]
    rows = zlib.decompress(data[at + 4 : at + 4 + size])
    assert rows == bytes([0, 0, 1, 2, 0, 2, 1, 0])


def test_png_refuses_indices_beyond_the_palette():
    with pytest.raises(ValueError, match="indices below 1"):
        palette_png(np.ones((2, 2), dtype=np.uint8), [(0, 0, 0, 0)])


def test_a_raster_needs_its_place():
    raster = Raster(np.zeros((2, 2), dtype=np.uint8), [None])
    with style(), pytest.raises(ValueError, match="no rectangle"):
        finish(new_figure(1, 1), name="empty", alt="nothing", rasters={"raster-0": raster})


def _ends_px(svg):
    """Text with where it begins and, at half its size a letter, ends; and the figure's width."""
    root = ElementTree.fromstring(svg)
    width = float(root.get("viewBox").split()[2])
    for text in root.iter("{http://www.w3.org/2000/svg}text"):
        look = text.get("style", "")
        size = re.search(r"font-size: ([\d.]+)px", look)
        anchor = re.search(r"text-anchor: (\w+)", look)
        words = "".join(text.itertext()).strip()
        place = re.match(r"translate\(([\d.]+)", text.get("transform", ""))
        x = text.get("x") or (place and place[1])
        if size is None or x is None or not words:
            continue
        long = 0.5 * float(size[1]) * len(words)
        back = {"end": 1.0, "middle": 0.5}.get(anchor[1] if anchor else "start", 0.0)
        start = float(x) - back * long
        yield words, start, start + long, width


@pytest.mark.parametrize("share", [0.2, 0.6, 0.9, 0.99])
def test_the_label_of_a_ring_stays_in_the_figure(share):
    result = make_result()
    pair = result.pairs[0]
    drawing = vertical_cover(
        pair,
        name="vertical",
        antenna_altitude_m=900.0,
        target_altitude_m=9e3,
        ring_m=share * float(pair.distance_m[-1]),
        ring_label="the quoted 155 miles",
    )
    (label,) = (ends for ends in _ends_px(drawing.standalone) if ends[0] == "the quoted 155 miles")
    _, start, end, width = label
    assert 0.0 <= start < end <= width


def test_titles_of_many_heights_stay_in_their_panels():
    area = Interval(8e9, 1e10, 1.2e10, 1e10, "m^2")
    heights = [f"{agl} m above ground" for agl in (25, 50, 100, 300)]
    rows = [UnionRow("a group", "drone", height, area) for height in heights]
    drawing = covered_areas(rows, name="areas", target="Drone")
    titles = [ends for ends in _ends_px(drawing.standalone) if ends[0].endswith("m above")]
    assert len(titles) == len(heights)
    for (_, _, end, _), (_, start, _, _) in itertools.pairwise(titles):
        assert end <= start
    assert titles[-1][2] <= titles[-1][3]
