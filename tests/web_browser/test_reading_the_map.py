"""Legend, layers, hover, section: what the page says is what the server computed."""

import re

import pytest


def test_legend_counts_what_is_shown(opened):
    page = opened.page
    rows = page.locator("#legend li").all_inner_texts()
    covered = next(row for row in rows if row.startswith("covered"))
    shown = float(re.search(r"([\d,]+) km²", covered)[1].replace(",", "")) * 1e6
    # Bytes of the picture times the area of their row, on the sphere: three digits are shown.
    assert shown == pytest.approx(
        page.evaluate(
            """() => { const {bytes, view} = skyshed.cover; const R = 6371008.8; let sum = 0;
              const y = lat => Math.asinh(Math.tan(lat * Math.PI / 180));
              const [top, bottom] = [y(view.north_deg), y(view.south_deg)];
              for (let r = 0; r < view.height; r++) {
                const at = t => Math.atan(Math.sinh(top + (bottom - top) * t / view.height));
                const strip = R * R * (Math.sin(at(r)) - Math.sin(at(r + 1)))
                  * (view.east_deg - view.west_deg) * Math.PI / 180 / view.width;
                for (let x = 0; x < view.width; x++)
                  if (bytes[r * view.width + x] === 0) sum += strip;
              }
              return sum; }"""
        ),
        rel=0.01,
    )


def test_layers_come_and_go_with_their_legend(opened):
    page = opened.page
    page.evaluate("document.querySelector('#layers details').open = true")
    assert "hidden by terrain" in page.inner_text("#legend")
    page.uncheck("[name=layer-reasons]")
    page.wait_for_timeout(300)
    assert "hidden by terrain" not in page.inner_text("#legend")
    assert "155 miles" in page.inner_text("#legend")
    page.uncheck("[name=layer-ring]")
    page.uncheck("[name=layer-outlines]")
    page.wait_for_timeout(300)
    assert "155 miles" not in page.inner_text("#legend")
    assert "edge of the cover" not in page.inner_text("#legend")
    page.check("[name=colouring][value=spread]")
    opened.until("document.querySelector('#legend').textContent.includes('of the draws')")
    page.check("[name=colouring][value=none]")
    page.wait_for_timeout(300)
    assert page.locator("#legend li").count() == 0


def test_hover_says_why_with_the_servers_numbers(opened):
    page = opened.page
    page.locator("#tour .examples button").first.click()
    opened.settle()
    spot = page.evaluate(
        """() => { for (let x = 500; x < 1200; x += 7) for (let y = 60; y < 500; y += 7) {
            const p = skyshed.map.unproject([x, y]);
            if (skyshed.cover.at(p.lat, p.lng) === 3) return [x, y]; } }"""
    )
    page.mouse.move(*spot)
    page.wait_for_selector("#tooltip:not([hidden])")
    assert "Not covered" in page.inner_text("#tooltip")
    opened.until("document.querySelector('#tooltip').textContent.includes(' of the radar')")
    page.mouse.click(*spot)
    opened.until("document.querySelector('#why-body table') !== null")
    place = page.evaluate("structuredClone(skyshed.store.ui.why)")
    told = opened.post("/api/point", {"scene": opened.scene(), **place})["radars"][0]
    opened.until("document.querySelector('#why-body').textContent.includes('Limiting factor')")
    said = page.inner_text("#why-body")
    assert told["sentence"] in said
    assert told["factor_words"] in said
    assert f"{told['azimuth_deg']:.0f}°" in said


def test_section_is_drawn_with_words_and_a_table(opened):
    page = opened.page
    page.locator("#profile summary").first.click()
    page.select_option("#section-place", "Konya")
    page.wait_for_selector("#profile-chart svg.chart")
    radar = opened.scene()["radars"][0]["id"]
    to = page.evaluate("structuredClone(skyshed.store.ui.section)")
    told = opened.post("/api/profile", {"scene": opened.scene(), "radar": radar, "to": to})
    assert told["sentence"] in page.inner_text("#profile-chart")
    assert told["sentence"] in page.get_attribute("#profile-chart svg.chart", "aria-label")
    page.wait_for_selector("#vertical-chart svg.chart")
    rows = page.locator("#profile-chart tbody tr").count()
    assert rows >= 6
    # Two clicks: the antenna stands where the first was.
    page.click("#section-two")
    page.mouse.click(900, 300)
    page.mouse.click(1000, 420)
    opened.until("skyshed.store.ui.section_from !== null && skyshed.store.ui.section !== null")
    opened.until("/from 4[0-9.]+° N/.test(document.querySelector('#profile-chart').textContent)")


def test_what_if_is_marked_changes_the_answer_and_can_be_undone(opened):
    page = opened.page
    before = page.inner_text("#summary")
    page.locator("#sources summary").first.click()
    page.wait_for_selector("#sources-list .source")
    box = page.locator("#sources-list input[data-key$='instrumented_range_m']").first
    key = box.get_attribute("data-key")
    shown = page.locator(".source", has=page.locator(f"input[data-key='{key}']"))
    assert "km" in shown.locator(".shown").inner_text()
    box.fill("120000")
    box.press("Enter")
    page.wait_for_timeout(300)
    opened.settle()
    assert opened.scene()["what_if"] == {key: 120000}
    assert page.inner_text("#summary") != before
    assert "What if" in page.inner_text("#banner")
    assert "what if" in shown.inner_text().lower()
    page.click("#banner button")
    opened.settle()
    assert opened.scene()["what_if"] == {}
    assert page.locator("#banner").is_hidden()
    opened.until(f"document.querySelector('#summary').textContent === {before!r}")


def test_claims_page_tells_what_it_needs(opened):
    page = opened.page
    page.click("#to-claims")
    page.wait_for_selector("#claims h2")
    assert "not a probability" in page.inner_text("#claims")
    assert page.locator("#claims-compute, #claims .claim, #claims progress").count() >= 1
    page.click("#to-map")
    assert page.locator("#claims").is_hidden()
