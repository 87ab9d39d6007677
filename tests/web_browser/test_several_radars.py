"""Radars of one type can be told apart, and the legend names every line that is drawn."""

import pytest


def test_second_radar_of_a_type_has_a_number_and_a_place_of_its_own(opened):
    page = opened.page
    page.evaluate("skyshed.store.change(s => { s.radars.length = 1; })")
    for _ in range(2):
        page.click("[data-key=add]")
    opened.settle()
    radars = opened.scene()["radars"]
    assert len({(radar["latitude_deg"], radar["longitude_deg"]) for radar in radars}) == 3
    boxes = [mark.bounding_box() for mark in page.locator("#markers .marker img").all()]
    assert len({(round(box["x"] / 10), round(box["y"] / 10)) for box in boxes}) == 3
    captions = page.locator("#markers .marker span").all_inner_texts()
    assert len(set(captions)) == 3
    heads = page.locator("#answer-body thead th").all_inner_texts()
    assert heads[1] == f"{heads[0]} 2"
    assert heads[2] == f"{heads[0]} 3"
    assert f"{heads[0]} 2 covers" in page.inner_text("#answer-body")
    opened.until("document.querySelector('#legend').textContent.includes('seen by any of them')")
    assert "edge of each radar's own cover" in page.inner_text("#legend")


def test_leading_sentence_and_legend_name_the_radar_that_they_are_about(opened):
    page = opened.page
    page.evaluate("skyshed.store.change(s => { s.radars.length = 1; s.networked = false; })")
    page.click("[data-key=add]")
    opened.settle()
    first, second = opened.scene()["radars"]
    for radar, name in ((first, "91N6E"), (second, "91N6E 2")):
        page.evaluate(
            f"skyshed.store.changeUi(ui => {{ ui.selected = '{radar['id']}' }}, 'selected')"
        )
        assert page.inner_text("#summary").startswith(f"{name} covers ")
    opened.until("document.querySelector('#legend').textContent.includes('2 × 91N6E against')")
    page.evaluate("skyshed.store.change(s => { s.radars[0].on = false; })")
    opened.settle()
    opened.until("document.querySelector('#legend').textContent.includes('91N6E 2 against')")
    assert page.inner_text("#summary").startswith("91N6E 2 covers ")


def test_radars_at_one_place_stand_side_by_side_and_can_be_dragged_apart(opened):
    page = opened.page
    page.evaluate(
        """skyshed.store.change(s => {
          s.radars.length = 1;
          s.radars.push({...structuredClone(s.radars[0]), id: 'twin'});
        })"""
    )
    opened.settle()
    twin = page.locator("[data-radar=twin]")
    boxes = [mark.bounding_box() for mark in page.locator("#markers .marker img").all()]
    assert boxes[1]["x"] > boxes[0]["x"] + boxes[0]["width"]
    names = [mark.bounding_box() for mark in page.locator("#markers .marker span").all()]
    assert names[1]["y"] >= names[0]["y"] + names[0]["height"]
    before = opened.scene()["radars"]
    at = twin.bounding_box()
    x, y = at["x"] + at["width"] / 2, at["y"] + at["height"] / 2
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x + 60, y - 60, steps=5)
    page.mouse.up()
    opened.settle()
    after = opened.scene()["radars"]
    assert after[0] == before[0]
    assert after[1]["longitude_deg"] > before[1]["longitude_deg"]
    now = twin.bounding_box()
    assert (now["x"], now["y"]) == pytest.approx((at["x"] + 60, at["y"] - 60), abs=1)


def test_legend_names_a_fixed_sector(opened):
    page = opened.page
    assert "sector in which it is fixed" not in page.inner_text("#legend")
    page.evaluate(
        "skyshed.store.change(s => Object.assign(s.radars[0],"
        " {entry: 's-400/92n6e', sector_centre_deg: 108}))"
    )
    opened.settle()
    opened.until(
        "document.querySelector('#legend').textContent.includes('sector in which it is fixed')"
    )


def test_mast_is_compared_with_its_absence(opened):
    page = opened.page
    page.locator("#tour .examples button").nth(1).click()
    opened.settle()
    opened.until("document.querySelector('#tour-answer').textContent.includes('without the mast')")
    said = page.inner_text("#tour-answer")
    scene = opened.scene()
    for height in (40.0, None):
        scene["radars"][0]["antenna_agl_m"] = height
        told = opened.post("/api/answer", {"client": "t", "seq": 1, "scene": scene})["radars"][0]
        assert told["sentence"] in said


def test_small_cover_is_shown_large_with_the_place_that_is_explained(opened):
    page = opened.page
    page.locator("#tour .examples button").first.click()
    opened.settle()
    opened.until("document.querySelector('#tour-answer').textContent.includes(' km')")
    opened.settle()
    told = opened.post("/api/answer", {"client": "t", "seq": 1, "scene": opened.scene()})
    reach_m = told["radars"][0]["sector_range_m"]["high"]
    view = page.evaluate("skyshed.currentView()")
    across_m = (view["north_deg"] - view["south_deg"]) * 111_000
    assert across_m < 12 * reach_m  # it was 500 km and more, whatever the cover
    why = page.evaluate("structuredClone(skyshed.store.ui.why)")
    assert view["south_deg"] < why["latitude_deg"] < view["north_deg"]
    assert view["west_deg"] < why["longitude_deg"] < view["east_deg"]
