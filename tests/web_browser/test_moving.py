"""The cover follows: by the pointer, by the keyboard, with the height; and its pixels are right."""

import io

import pytest

COVERED, OUTSIDE = 0, 254


def _centre(page):
    box = page.locator("#markers .selected").bounding_box()
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2


def _bytes_of_server(watched):
    """The picture that the server draws for the page's own rectangle."""
    return watched.page.evaluate(
        """async () => {
          const view = skyshed.cover.view;
          const body = {client: 'test', seq: 1, scene: skyshed.store.scene,
                        radar: skyshed.store.selected.id, view};
          const reply = await fetch('/api/live', {method: 'POST', body: JSON.stringify(body),
            headers: {'content-type': 'application/json'}});
          const bytes = new Uint8Array(await reply.arrayBuffer());
          let same = 0;
          for (let i = 0; i < bytes.length; i++) if (bytes[i] === skyshed.cover.bytes[i]) same++;
          return {same, all: bytes.length, kept: skyshed.cover.bytes.length};
        }"""
    )


def test_dragging_moves_the_radar_and_its_cover(opened):
    page = opened.page
    opened.nominal()
    before = opened.scene()["radars"][0]
    bytes_before = page.evaluate("Array.from(skyshed.cover.bytes).filter(b => b === 0).length")
    beats = page.evaluate("skyshed.live.beats.length")
    x, y = _centre(page)
    page.mouse.move(x, y)
    page.mouse.down()
    for step in range(1, 31):
        page.mouse.move(x + 4 * step, y - 2 * step)
        page.wait_for_timeout(20)
    assert page.evaluate("skyshed.store.dragging")
    opened.until(f"skyshed.live.beats.length > {beats} + 1")  # it followed before the hand let go
    page.mouse.up()
    opened.settle()
    after = opened.scene()["radars"][0]
    assert after["longitude_deg"] > before["longitude_deg"]
    assert after["latitude_deg"] > before["latitude_deg"]
    assert (
        page.evaluate("Array.from(skyshed.cover.bytes).filter(b => b === 0).length") != bytes_before
    )
    told = _bytes_of_server(opened)
    assert told["same"] == told["all"] == told["kept"]


def test_arrow_keys_move_it_and_the_answer_is_said(opened):
    page = opened.page
    before = opened.scene()["radars"][0]
    said = page.inner_text("#summary")
    page.focus("#markers .selected")
    for _ in range(3):
        page.keyboard.press("Shift+ArrowDown")
    page.wait_for_timeout(400)
    opened.settle()
    after = opened.scene()["radars"][0]
    assert after["latitude_deg"] < before["latitude_deg"]
    assert abs(after["longitude_deg"] - before["longitude_deg"]) < 1e-4
    assert page.inner_text("#summary") != said
    assert page.get_attribute("#summary", "aria-live") == "polite"
    label = page.get_attribute("#markers .selected", "aria-label")
    assert f"{after['latitude_deg']:.2f}° N" in label


def test_every_control_is_reached_by_the_keyboard(opened):
    page = opened.page
    reached = set()
    page.focus("#to-map")
    for _ in range(60):
        page.keyboard.press("Tab")
        reached.add(
            page.evaluate("document.activeElement.dataset?.key || document.activeElement.id || ''")
        )
    radar = opened.scene()["radars"][0]["id"]
    wanted = {"theme", "collapse", f"on-{radar}", f"entry-{radar}", f"lat-{radar}", "add"}
    assert wanted | {"target", "height", "above-sea", "pd", "radius"} <= reached
    page.focus("#theme")
    page.keyboard.press("Shift+Tab")
    outline = page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
    assert outline != "none"


def test_height_slider_changes_cover_and_words(opened):
    page = opened.page
    opened.nominal()
    page.check("[data-key=above-ground]")  # 30 m above the sea lies below the ground of Ankara
    opened.settle()
    slider = page.locator("[data-key=height]")
    covered = "Array.from(skyshed.cover.bytes).filter(b => b === 0).length"
    high = page.evaluate(covered)
    slider.focus()
    page.keyboard.press("Home")  # 30 m
    page.wait_for_timeout(300)
    opened.settle()
    assert opened.scene()["height"]["value_m"] == 30
    assert "30 m" in slider.get_attribute("aria-valuetext")
    assert "30 m" in page.inner_text("#summary")
    assert page.evaluate(covered) < 0.2 * high  # the horizon: far less is seen at 30 m than at 9 km


@pytest.mark.parametrize("dark", [False, True])
def test_pixels_inside_the_cover_are_tinted_and_outside_not(look, dark):
    from PIL import Image

    watched = look(dark=dark)
    watched.open()
    watched.until("skyshed.map.loaded()")
    watched.nominal()
    # Compare the same screen with and without colours, away from lines and labels.
    watched.page.evaluate(
        "skyshed.store.changeUi(ui => Object.assign(ui.layers, {outlines: false, ring: false,"
        " labels: false}), 'layers')"
    )
    watched.page.wait_for_timeout(400)
    shot = Image.open(io.BytesIO(watched.page.screenshot())).convert("RGB")
    watched.page.evaluate(
        "skyshed.store.changeUi(ui => { ui.layers.colouring = 'none' }, 'layers')"
    )
    watched.page.wait_for_timeout(400)
    bare = Image.open(io.BytesIO(watched.page.screenshot())).convert("RGB")
    watched.page.evaluate("skyshed.store.changeUi(ui => { ui.layers.colouring = 'now' }, 'layers')")
    watched.page.wait_for_timeout(400)
    checked = {COVERED: 0, OUTSIDE: 0}
    free = (
        "[...document.elementsFromPoint({x}, {y})].some(e => e.matches('#legend, #panel, .marker'))"
    )
    mark_x, mark_y = _centre(watched.page)
    for x in range(430, 1270, 30):
        for y in range(20, 790, 30):
            if abs(x - mark_x) < 50 and abs(y - mark_y) < 60:
                continue  # the radar's mark and name
            # A pixel at an edge is blended with its neighbours: all nine must agree.
            here = watched.page.evaluate(
                f"(() => {{ if ({free.format(x=x, y=y)}) return null; const seen = new Set();"
                f" for (const dx of [-2, 0, 2]) for (const dy of [-2, 0, 2]) {{"
                f"   const p = skyshed.map.unproject([{x} + dx, {y} + dy]);"
                f"   seen.add(skyshed.cover.at(p.lat, p.lng)); }}"
                f" return seen.size === 1 ? [...seen][0] : null; }})()"
            )
            change = sum(
                abs(a - b)
                for a, b in zip(shot.getpixel((x, y)), bare.getpixel((x, y)), strict=True)
            )
            if here == COVERED:
                assert change > 20, (x, y)
                checked[COVERED] += 1
            elif here == OUTSIDE and y < 750 and x < 1200:  # away from the map's own buttons
                assert change == 0, (x, y)
                checked[OUTSIDE] += 1
    assert checked[COVERED] > 30
    assert checked[OUTSIDE] > 5


def test_two_radars_cover_at_least_what_each_does(opened):
    page = opened.page
    opened.nominal()
    covered = "Array.from(skyshed.cover.bytes).filter(b => b === 0).length"
    page.check("[data-key=above-ground]")
    page.focus("[data-key=height]")
    page.keyboard.press("Home")
    opened.settle()
    one = page.evaluate(covered)
    page.click("[data-key=add]")
    opened.settle()
    assert page.evaluate(covered) >= one
    assert page.evaluate("document.activeElement.className").startswith("marker")
    newest = opened.scene()["radars"][-1]["id"]
    page.uncheck(f"[data-key=on-{newest}]")
    opened.settle()
    assert page.evaluate(covered) == one


# Notes on every frame whether the legend is that of the picture.
WATCH_LEGEND = """() => {
  window.noted = {wrong: [], kinds: new Set()};
  const look = () => {
    const text = document.querySelector('#legend ul').textContent, kind = skyshed.painted();
    window.noted.kinds.add(kind);
    const nominal = text.includes('with nominal numbers'), spread = text.includes('draws or more');
    if ((kind === 'now' && (!nominal || spread)) || (kind === 'spread' && (nominal || !spread)))
      window.noted.wrong.push([kind, text.slice(0, 60)]);
    window.watching = requestAnimationFrame(look);
  };
  look();
}"""


@pytest.mark.parametrize("by", ["pointer", "keyboard"])
def test_spread_follows_the_drag_and_the_legend_is_right_at_every_moment(opened, by):
    page = opened.page
    opened.spread()  # also when the page opens
    opened.until("document.querySelector('#legend').textContent.includes('draws or more')")
    page.evaluate(WATCH_LEGEND)
    before = page.evaluate("skyshed.answer.answer.key")
    if by == "pointer":
        x, y = _centre(page)
        page.mouse.move(x, y)
        page.mouse.down()
        for step in range(1, 26):
            page.mouse.move(x + 3 * step, y)
            page.wait_for_timeout(40)
        assert page.evaluate("skyshed.painted()") == "now"
        page.mouse.up()
    else:
        page.focus("#markers .selected")
        for _ in range(12):
            page.keyboard.press("ArrowRight")
            page.wait_for_timeout(60)
        opened.until("skyshed.painted() === 'now'")
        assert page.evaluate("document.activeElement.className").startswith("marker")
    opened.settle()
    opened.spread()
    page.wait_for_timeout(500)
    assert page.evaluate("skyshed.answer.answer.key") != before
    assert page.evaluate("noted.wrong") == []
    assert page.evaluate("[...noted.kinds].sort()") == ["now", "spread"]


def test_networked_radars_are_told_and_shown_together(opened):
    page = opened.page
    page.click("[data-key=add]")
    page.evaluate("skyshed.store.change(s => { s.radars.at(-1).longitude_deg += 2; })")
    opened.settle()
    opened.spread()
    page.check("[data-key=networked]")
    opened.settle()
    told = opened.post("/api/answer", {"client": "t", "seq": 1, "scene": opened.scene()})
    assert page.inner_text("#summary") == told["union"]["sentence"]
    assert "Together" in page.inner_text("#answer-body thead")
    # Where one is sure to see, the two together are: the picture is that of both.
    opened.spread()
    sure = page.evaluate("Array.from(skyshed.cover.bytes).filter(b => b >= 190 && b <= 200).length")
    page.evaluate("skyshed.store.change(s => { s.radars.at(-1).on = false; })")
    opened.settle()
    opened.spread()
    alone = page.evaluate(
        "Array.from(skyshed.cover.bytes).filter(b => b >= 190 && b <= 200).length"
    )
    assert sure > alone > 0
