"""What is nominal is called so, what is not known yet too, and a table agrees with its sentence."""

from skyshed.analysis.plain_words import percent

FEW, MOST = 10, 99  # the class "covered in 5 to 50 %"


def test_hover_says_the_share_of_the_draws_before_and_after_the_server(opened):
    page = opened.page
    page.evaluate("skyshed.store.change(s => { s.height = {value_m: 1000, above: 'ground'}; })")
    opened.settle()
    opened.spread()
    spot = page.evaluate(
        """([few, most]) => {
          for (let x = 460; x < 1240; x += 5) for (let y = 30; y < 560; y += 5) {
            if (document.elementFromPoint(x, y).closest('.marker, #legend')) continue;
            const p = skyshed.map.unproject([x, y]), b = skyshed.cover.at(p.lat, p.lng);
            if (b >= few && b <= most) return [x, y]; } }""",
        [FEW, MOST],
    )
    page.mouse.move(*spot)
    page.wait_for_selector("#tooltip:not([hidden])")
    assert "of the draws" in page.inner_text("#tooltip")
    opened.until("document.querySelector('#tooltip').textContent.includes(' of the radar')")
    said = page.inner_text("#tooltip")
    assert said.startswith("Covered in ")
    assert "% of the draws" in said
    assert "overed with nominal numbers" in said


def test_few_draws_and_too_near_have_their_reason(opened):
    page = opened.page
    page.locator("#tour .examples button").first.click()
    opened.settle()
    page.select_option("#why-place", "Ankara")
    opened.until("document.querySelector('#why-body table') !== null")
    place = page.evaluate("structuredClone(skyshed.store.ui.why)")
    told = opened.post("/api/point", {"scene": opened.scene(), **place})["radars"][0]
    assert told["covered"]
    assert told["share"] < 0.5
    opened.until("document.querySelector('#why-body').textContent.includes('that do not cover it')")
    said = page.inner_text("#why-body")
    assert told["draws_sentence"] in said
    assert "Limiting factor in the draws" in said
    for factor, share in told["shares_by_factor"].items():
        if factor != "covered":
            assert f"{factor} in {percent(share)}" in said
    # and under the pointer
    opened.spread()
    spot = page.evaluate(
        "p => Object.values(skyshed.map.project([p.longitude_deg, p.latitude_deg]))", place
    )
    page.mouse.move(*spot)
    opened.until("document.querySelector('#tooltip').textContent.includes('that do not cover it')")
    # beside the radar it is too near, in the panel and in the section
    page.evaluate(
        "skyshed.store.changeUi(ui => { ui.why = ui.section ="
        " {latitude_deg: 40.0989, longitude_deg: 32.5656}; }, 'why');"
        "skyshed.store.tell('section')"
    )
    opened.until("document.querySelector('#why-body').textContent.includes('nearer than')")
    opened.until("document.querySelector('#profile-chart svg') !== null")
    for part in ("#why-body", "#profile-chart"):
        said = page.inner_text(part)
        assert "nearer than 91N6E can see (minimum range 5 km, assumed 1 to 15 km)" in said
        assert "outside the elevations" not in said
    opened.nominal()
    opened.until("document.querySelector('#legend').textContent.includes('too near, or outside')")


def test_sentence_and_table_round_alike(opened):
    page = opened.page
    for height_m in (100, 3000, 9000):
        page.evaluate(
            f"skyshed.store.change(s => {{ s.height = {{value_m: {height_m}, above: 'ground'}};"
            " s.draws = 20; })"
        )
        opened.settle()
        row = page.locator("#answer-body tr", has_text="Seen without a break to").inner_text()
        assert f"out to {row.split(chr(9))[-1].strip()}:" in page.inner_text("#summary")


def test_nominal_cover_is_called_favourable_while_it_is_painted(opened):
    page = opened.page
    opened.spread()
    assert "favours the radar" not in page.inner_text("#legend")
    opened.nominal()
    opened.until("document.querySelector('#legend').textContent.includes('favours the radar')")


def test_table_of_a_fixed_sector_agrees_with_the_sentence(opened):
    page = opened.page
    page.evaluate(
        """skyshed.store.change(s => { Object.assign(s.radars[0],
             {entry: 's-400/92n6e', sector_centre_deg: 108}); s.draws = 40;
             s.height = {value_m: 9000, above: 'sea'}; })"""
    )
    opened.settle()
    said = page.inner_text("#summary")
    table = page.inner_text("#answer-body table")
    assert "out to " in said
    assert "where it looks" in table
    assert "nowhere" not in table
    assert f"{said.split('out to ')[1].split(' ')[0]} km" in table


def test_wrong_place_and_antenna_stay_with_their_reason(opened):
    page = opened.page
    before = opened.scene()
    radar = before["radars"][0]["id"]
    for name, typed, words in (
        ("antenna", "5000", "Expected a height from 0 to 1,000 m, got 5000"),
        ("antenna", "-5", "got -5"),
        ("lat", "89", "Expected a latitude from −80 to 80°, got 89"),
        ("lon", "200", "got 200"),
    ):
        box = page.locator(f"[name={name}-{radar}]")
        box.fill(typed)
        box.press("Tab")
        said = page.locator(f"#{name}-{radar}-wrong")
        assert words in said.inner_text()
        assert box.input_value() == typed
        assert box.get_attribute("aria-invalid") == "true"
    assert opened.scene() == before
    page.locator(f"[name=lat-{radar}]").fill("39.5")
    page.locator(f"[name=lat-{radar}]").press("Tab")
    opened.settle()
    assert page.locator(f"#lat-{radar}-wrong").is_hidden()
    assert opened.scene()["radars"][0]["latitude_deg"] == 39.5


def test_mounts_are_listed_once_and_in_words(opened):
    page = opened.page
    radar = opened.scene()["radars"][0]["id"]
    page.evaluate("skyshed.store.change(s => { s.radars[0].entry = 's-400/96l6e'; })")
    opened.settle()
    mounts = page.locator(f"[data-key=mount-{radar}] option").all_inner_texts()
    assert len(set(mounts)) == len(mounts)
    assert "Mast, tall (a what-if)" in mounts


def test_what_decides_a_claim_is_unknown_before_it_is_computed(look_tiny):
    watched = look_tiny()
    watched.open()
    watched.page.click("#to-claims")
    watched.page.wait_for_selector("#claims table")
    cells = watched.page.locator("#claims tbody tr td:last-child").all_inner_texts()
    assert cells
    assert "none" not in cells
