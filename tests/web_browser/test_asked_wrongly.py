"""Questions without an answer: said in words, nothing old stays, and the console stays clean."""


def test_no_radar_on_asks_nothing(opened):
    page = opened.page
    radar = opened.scene()["radars"][0]["id"]
    page.evaluate(
        "skyshed.store.changeUi(ui => { ui.why = {latitude_deg: 40, longitude_deg: 33}; }, 'why')"
    )
    asked = []
    page.uncheck(f"[data-key=on-{radar}]")
    page.on(
        "request", lambda request: asked.append(request.url) if request.method == "POST" else None
    )
    page.wait_for_timeout(1500)  # longer than the sources wait
    opened.settle()
    page.mouse.move(800, 300)
    page.wait_for_timeout(400)
    assert asked == []
    assert "No radar is switched on" in page.inner_text("#summary")
    assert "No radar is switched on" in page.inner_text("#why-body")
    assert page.inner_text("#decides") == ""


def test_height_below_the_ground_leaves_nothing_of_the_question_before(opened):
    page = opened.page
    opened.until("document.querySelector('#decides li') !== null")
    page.check("[data-key=above-sea]")
    page.focus("[data-key=height]")
    page.keyboard.press("Home")  # 30 m above the sea: under the ground of Ankara
    opened.settle()
    said = page.inner_text("#summary")
    assert said.startswith("No answer: 30 m above the sea is below the ground")
    opened.until("document.querySelector('#decides').textContent === ''")
    opened.until("skyshed.painted() === 'none'")
    page.wait_for_timeout(1500)
    assert page.inner_text("#decides") == ""
    assert page.evaluate("skyshed.painted()") == "none"
    page.check("[data-key=above-ground]")
    opened.settle()
    opened.spread()
    opened.until("document.querySelector('#decides li') !== null")
