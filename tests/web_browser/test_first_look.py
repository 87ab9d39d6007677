"""What a newcomer meets: the page loads, explains itself, and anybody can use it."""

import json
import math

import pytest

from tests.web_browser.browsing import ROOT

AXE = ROOT / "web" / "node_modules" / "axe-core" / "axe.min.js"


def _grave_faults(watched):
    """Faults that axe calls serious or critical, with the elements."""
    if not AXE.is_file():
        pytest.skip("needs axe-core (python tools/build_web.py --tests)")
    # Evaluated by the debugger, which the page's own policy does not bind.
    watched.page.evaluate(AXE.read_text("utf-8") + "; undefined")
    found = watched.page.evaluate("axe.run(document, {resultTypes: ['violations']})")
    return [
        f"{fault['id']}: {node['html'][:160]} {node['failureSummary'][:200]}"
        for fault in found["violations"]
        if fault["impact"] in ("serious", "critical")
        for node in fault["nodes"]
    ]


def test_page_opens_with_the_study_and_its_answer(opened):
    page = opened.page
    said = page.inner_text("#summary")
    told = opened.post("/api/answer", {"client": "test", "seq": 1, "scene": opened.scene()})
    assert said == told["radars"][0]["sentence"]
    assert "not the true performance" in page.inner_text("#panel .notice")
    assert page.locator("#markers .marker").count() == len(opened.scene()["radars"])
    assert "km²" in page.inner_text("#legend")


def test_policy_forbids_what_is_not_the_servers(opened):
    policy = opened.page.request.get(opened.address).headers["content-security-policy"]
    for rule in ("default-src 'none'", "script-src 'self'", "style-src 'self'"):
        assert rule in policy
    assert "unsafe" not in policy
    assert "http" not in policy
    html = opened.page.request.get(opened.address).text()
    assert "style=" not in html
    assert "<script>" not in html


def test_three_questions_lead_to_answers_with_reasons(opened):
    page = opened.page
    assert page.locator("#tour .examples button").count() == 3
    page.locator("#tour .examples button").first.click()
    opened.settle()
    opened.until("document.querySelector('#tour-answer').textContent.includes(' km')")
    assert page.inner_text("#summary") in page.inner_text("#tour-answer")
    opened.until("document.querySelector('#why-body table') !== null")
    assert "Limiting factor" in page.inner_text("#why-body")


@pytest.mark.parametrize(
    ("size", "dark"), [((1280, 800), False), ((1280, 800), True), ((390, 844), False)]
)
def test_axe_finds_nothing_grave(look, size, dark):
    watched = look(width=size[0], height=size[1], dark=dark)
    watched.open()
    watched.page.evaluate("document.querySelectorAll('#steps details').forEach(d => d.open = true)")
    watched.page.locator("#tour .examples button").first.click()
    watched.settle()
    watched.page.wait_for_timeout(2500)
    assert _grave_faults(watched) == []
    watched.page.click("#to-claims")
    watched.page.wait_for_selector("#claims h2")
    assert _grave_faults(watched) == []


def test_phone_has_nothing_beside_the_screen(look):
    watched = look(width=390, height=844)
    watched.open()
    assert watched.page.evaluate("document.documentElement.scrollWidth") <= 390
    wide = watched.page.evaluate(
        "[...document.querySelectorAll('#panel *')].filter(e => e.offsetParent"
        " && !e.closest('.scroll, svg') && e.getBoundingClientRect().right > 391)"
        ".map(e => e.outerHTML.slice(0, 90))"
    )
    assert wide == []
    marker = watched.page.locator("#markers .selected").bounding_box()
    panel = watched.page.locator("#panel").bounding_box()
    assert marker["y"] + marker["height"] < panel["y"]  # the sheet leaves the radar in view


# Boxes of visible names, of what lies over the map, and of the places inside the map's radius.
LABELS = """() => {
  const boxes = selector => [...document.querySelectorAll(selector)]
    .filter(e => !e.hidden && e.getBoundingClientRect().width > 0)
    .map(e => { const b = e.getBoundingClientRect();
                return {text: e.textContent, left: b.left, right: b.right, top: b.top, bottom: b.bottom}; });
  return {names: boxes('#labels .label'),
          over: boxes('#panel, #legend, #credit, .maplibregl-ctrl-scale, .maplibregl-ctrl-group, .marker img')};
}"""  # noqa: E501


@pytest.mark.parametrize("size", [(1280, 800), (1440, 900), (390, 844)])
def test_no_name_is_cut_or_written_over(look, size):
    watched = look(width=size[0], height=size[1])
    watched.open()
    watched.spread()
    watched.page.wait_for_timeout(600)
    found = watched.page.evaluate(LABELS)
    names = found["names"]
    assert len(names) >= 5
    for index, one in enumerate(names):
        assert one["left"] >= -1
        assert one["right"] <= size[0] + 1
        for other in [*names[index + 1 :], *found["over"]]:
            apart = (
                one["right"] <= other["left"] + 1
                or other["right"] <= one["left"] + 1
                or one["bottom"] <= other["top"] + 3  # lines are higher than their letters
                or other["bottom"] <= one["top"] + 3
            )
            assert apart, (one, other)


def test_opening_view_shows_the_names_of_the_study(look):
    watched = look()
    watched.open()
    watched.spread()
    watched.page.wait_for_timeout(600)
    shown = {one["text"] for one in watched.page.evaluate(LABELS)["names"]}
    told = watched.page.request.get(f"{watched.address}/api/start").json()["study"]
    radar = told["scene"]["radars"][0]

    def distance_m(place):
        """On a sphere, which is enough to tell what lies well inside the map."""
        lat = [math.radians(p["latitude_deg"]) for p in (radar, place)]
        turn = math.radians(place["longitude_deg"] - radar["longitude_deg"])
        return 6.371e6 * math.acos(
            math.sin(lat[0]) * math.sin(lat[1])
            + math.cos(lat[0]) * math.cos(lat[1]) * math.cos(turn)
        )

    inside = {
        place["name"]
        for place in told["places"]
        if 40e3 < distance_m(place) < 0.99 * told["scene"]["radius_m"]  # not under the radar
    }
    assert len(inside) >= 4
    assert inside <= shown


def test_legend_is_folded_on_a_phone_and_open_on_a_desk(look):
    phone = look(width=390, height=844)
    phone.open()
    assert not phone.page.evaluate("document.querySelector('#legend details').open")
    phone.page.click("#legend summary")
    phone.page.wait_for_timeout(400)
    assert phone.page.locator("#legend li").first.is_visible()
    phone.page.evaluate("skyshed.store.change(s => { s.pd = 0.8; })")
    phone.settle()
    phone.page.wait_for_timeout(400)
    assert phone.page.locator("#legend li").first.is_visible()  # the reader's choice is kept
    desk = look()
    desk.open()
    assert desk.page.evaluate("document.querySelector('#legend details').open")


def test_reader_chooses_light_or_dark(opened):
    page = opened.page

    def paper():
        return page.evaluate("getComputedStyle(document.querySelector('#panel')).backgroundColor")

    before = paper()
    page.click("#theme")
    assert paper() != before
    page.reload()
    opened.settle()
    assert paper() != before  # it is remembered


def test_damaged_link_is_told_and_not_fatal(look):
    watched = look()
    watched.open("#not-a-link")
    assert "link could not be read" in watched.page.inner_text("#problem")
    assert watched.page.inner_text("#summary")


def test_link_of_a_stranger_is_checked(look):
    """A shoulder-fired missile, or a radar nobody knows, cannot come in by a link."""
    import base64

    watched = look()
    watched.open()
    scene = watched.scene()
    scene["radars"][0]["entry"] = "manpads-generic"
    text = json.dumps({"v": 1, "scene": scene, "ui": {}}).encode()
    fragment = base64.urlsafe_b64encode(text).decode().rstrip("=")
    stranger = look()
    stranger.open(f"#{fragment}")
    assert "radars[0].entry" in stranger.page.inner_text("#problem")
    assert stranger.scene()["radars"][0]["entry"] != "manpads-generic"
