"""Links, pictures and files hold the whole question, and give the same answer again."""

import io
import json

import numpy as np
import pytest


def test_link_holds_the_whole_view(look):
    first = look()
    first.open()
    page = first.page
    page.locator("#tour .examples button").nth(1).click()
    first.settle()
    first.nominal()
    page.evaluate("skyshed.store.changeUi(ui => { ui.layers.reasons = false }, 'layers')")
    page.wait_for_timeout(800)
    link = page.evaluate("skyshed.share.address()")
    second = look()
    second.open("#" + link.partition("#")[2])
    assert second.scene() == first.scene()
    second.until("skyshed.painted() === 'now'")
    assert second.page.inner_text("#summary") == page.inner_text("#summary")
    state = "JSON.stringify(skyshed.store.ui)"
    assert json.loads(second.page.evaluate(state))["layers"]["reasons"] is False
    same = "Array.from(skyshed.cover.bytes).filter(b => b === 0).length"
    assert second.page.evaluate(same) == page.evaluate(same)


def _download(watched, button):
    watched.page.evaluate("document.querySelector('#share details').open = true")
    with watched.page.expect_download(timeout=180_000) as waiting:
        watched.page.click(button)
    return waiting.value


def test_picture_has_map_cover_legend_and_mark(opened, tmp_path):
    from PIL import Image

    page = opened.page
    opened.until("skyshed.map.loaded()")
    _download(opened, "#export-png").save_as(tmp_path / "plain.png")
    plain = Image.open(tmp_path / "plain.png").convert("RGB")
    assert plain.width == 1280
    assert plain.height > 900  # title above and legend below the map
    centre = page.locator("#markers .selected").bounding_box()
    at = int(centre["x"] + 60), int(64 + centre["y"] + 70)
    red, _, blue = plain.getpixel(at)
    assert blue > red  # covered ground is tinted blue
    foot = plain.crop((0, plain.height - 60, plain.width, plain.height))
    assert len(foot.getcolors(100_000) or []) > 5  # the credit is written
    key = opened.post("/api/sources", {"scene": opened.scene()})["rows"][0]
    low, high = key["what_if_range"]
    value = low + 0.4 * (high - low)
    page.evaluate(f"skyshed.store.change(s => {{ s.what_if = {{'{key['key']}': {value}}} }})")
    opened.settle()
    _download(opened, "#export-png").save_as(tmp_path / "what-if.png")
    marked = Image.open(tmp_path / "what-if.png").convert("RGB")
    mark = marked.crop((900, 64, 1280, 110))
    brown = [count for count, rgb in mark.getcolors(100_000) if rgb == (0x8A, 0x3B, 0x00)]
    assert brown
    assert brown[0] > 500


@pytest.mark.parametrize(
    ("kind", "begins"), [("geojson", b"{"), ("kml", b"<?xml"), ("geotiff", b"II")]
)
def test_files_for_maps(opened, kind, begins, tmp_path):
    download = _download(opened, f"#export-{kind}")
    download.save_as(tmp_path / "file")
    content = (tmp_path / "file").read_bytes()
    assert content.startswith(begins)
    if kind == "geotiff":
        import rasterio

        with rasterio.open(io.BytesIO(content)) as raster:
            assert raster.crs is not None
            assert raster.width > 10


def test_study_file_gives_the_same_numbers_again(look, tmp_path):
    from skyshed.analysis.study import run_study
    from skyshed.scenario.loader import load_study

    watched = look()
    watched.open()
    watched.page.locator("#tour .examples button").first.click()
    watched.page.evaluate("skyshed.store.change(s => { s.draws = 40; s.radius_m = 60000 })")
    watched.settle()
    shown = watched.post("/api/answer", {"client": "t", "seq": 1, "scene": watched.scene()})
    path = tmp_path / "view.yaml"
    _download(watched, "#export-study").save_as(path)
    pair = run_study(load_study(path)).pairs[0]
    area = shown["radars"][0]["area_m2"]
    assert watched.page.inner_text("#summary") == shown["radars"][0]["sentence"]
    again = np.quantile(pair.area_m2[:, 0], [0.05, 0.5, 0.95], method="inverted_cdf")
    # The same cells, draws and seed: the same number, not one near it.
    assert again.tolist() == [area["low"], area["median"], area["high"]]


def test_geotiff_holds_the_chosen_radar(opened, tmp_path):
    import rasterio

    page = opened.page
    page.click("[data-key=add]")
    opened.settle()
    newest = opened.scene()["radars"][-1]
    assert page.evaluate("skyshed.store.selected.id") == newest["id"]
    _download(opened, "#export-geotiff").save_as(tmp_path / "file.tif")
    with rasterio.open(tmp_path / "file.tif") as raster:
        told = raster.crs.to_dict()
    assert told["lat_0"] == pytest.approx(newest["latitude_deg"])
    assert told["lon_0"] == pytest.approx(newest["longitude_deg"])


def test_raid_is_played_and_explained_in_the_picture(look_tiny, tmp_path):
    from PIL import Image

    watched = look_tiny()
    watched.open()
    watched.spread()
    page = watched.page
    page.evaluate("document.querySelector('#raid details').open = true")
    _download(watched, "#export-png").save_as(tmp_path / "plain.png")
    page.select_option("#raid-pick", label="A made-up raid")
    page.wait_for_selector("#raid-play")
    assert "target that got through" in page.inner_text("#legend")
    legend = page.locator("#legend").bounding_box()
    flown = page.evaluate(
        """async () => {
          const [{id}] = await (await fetch('/api/raids')).json();
          const {entities} = await (await fetch(`/api/raids/${id}`)).json();
          return entities.flatMap(who => who.latitude_deg.map((lat, i) =>
            skyshed.map.project([who.longitude_deg[i], lat]).y));
        }"""
    )
    assert max(flown) + page.locator("#map").bounding_box()["y"] < legend["y"]
    page.select_option("#raid-speed", "60")
    page.click("#raid-play")
    watched.until("document.querySelector('#raid-play').textContent === 'Play'")  # to its end
    assert "0 flying, 1 shots, 1 hit, 1 got through" in page.inner_text("#raid-clock")
    log = page.inner_text("#raid-log")
    assert "The radar that sees launches missile 1 at fighter 1" in log  # names, not keys
    assert "Fighter 2 gets through" in log
    _download(watched, "#export-png").save_as(tmp_path / "raid.png")
    plain, raid = (Image.open(tmp_path / f"{n}.png").convert("RGB") for n in ("plain", "raid"))
    assert raid.height > plain.height  # four more lines of the legend
    # The marks in the colour of missiles stand in the legend, left of their words.
    columns = [
        column
        for left in (0, raid.width // 2)
        for column in [raid.crop((left, 64 + 800, left + 50, raid.height - 30))]
    ]
    marks = sum(
        count
        for column in columns
        for count, rgb in column.getcolors(100_000)
        if rgb == (0x8B, 0x00, 0x45)
    )
    assert marks > 30
