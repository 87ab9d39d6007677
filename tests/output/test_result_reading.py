"""Result folders read again."""

import json
from dataclasses import replace

import pytest

from skyshed.errors import OutputError
from skyshed.output.event_tables import recording_tables
from skyshed.output.numbers import result_numbers
from skyshed.output.result_reading import (
    check_results,
    claims_of,
    folder_numbers,
    raids_in,
    replay_of,
)
from skyshed.output.tables import write_csv
from skyshed.store import write_json
from tests.output.recordings import one_shot
from tests.output.synthetic import make_result
from tests.web.raid_folder import raid_folder


def test_claims_come_in_the_order_of_the_study(tmp_path):
    result = make_result()
    (claim, *_) = result.claims
    study = [replace(claim, id=name) for name in ("range", "altitude", "number")]
    numbers = result_numbers(replace(result, claims=tuple(study)))
    write_json(tmp_path / "results.json", numbers)
    read = folder_numbers(tmp_path)
    assert list(read["claims"]) == ["altitude", "number", "range"]  # the file sorts its keys
    assert [one["id"] for one in claims_of(read)] == ["range", "altitude", "number"]
    for one in read["claims"].values():  # a file that was written before
        del one["order"]
    assert [one["id"] for one in claims_of(read)] == ["altitude", "number", "range"]


def test_claims_keep_sentence_verdict_and_shares(tmp_path):
    result = make_result()
    write_json(tmp_path / "results.json", result_numbers(result))
    claims = claims_of(folder_numbers(tmp_path))
    assert [claim["id"] for claim in claims] == [claim.id for claim in result.claims]
    for claim, told in zip(result.claims, claims, strict=True):
        assert (told["sentence"], told["verdict"]) == (claim.sentence, claim.verdict)
        for reading, shown in zip(claim.readings, told["readings"], strict=True):
            shares = [share for share, _, _ in reading.shares.values()]
            if shares:
                assert (shown["share_low"], shown["share_high"]) == (min(shares), max(shares))


def test_replay_is_the_recording(tmp_path):
    recording = one_shot()
    home = tmp_path / "replay" / "low-raid"
    for table in recording_tables(recording):
        write_csv(table, home)
    write_json(tmp_path / "results.json", {"raids": {"low-raid": {"label": "A low raid"}}})
    (raid,) = raids_in((tmp_path,))
    assert (raid.id, raid.label) == ("0-low-raid", "A low raid")
    told = replay_of(raid)
    assert len(told["entities"]) == len(recording.entities)
    assert len(told["events"]) == len(recording.events)
    for entity, shown in zip(recording.entities, told["entities"], strict=True):
        assert shown["kind"] == entity.kind
        assert shown["altitude_m"][0] == pytest.approx(entity.altitude_m[0], abs=0.1)


def test_what_is_no_result_says_so(tmp_path):
    with pytest.raises(OutputError, match="cannot be read"):
        folder_numbers(tmp_path)
    (tmp_path / "results.json").write_text("[1]", "utf-8")
    with pytest.raises(OutputError, match="expected the results"):
        folder_numbers(tmp_path)
    (tmp_path / "results.json").write_text(json.dumps({"claims": {}}), "utf-8")
    assert claims_of(folder_numbers(tmp_path)) == []
    assert raids_in((tmp_path, tmp_path / "nowhere")) == []


@pytest.mark.parametrize("table", ["states.csv", "events.csv"])
def test_run_without_finite_numbers_is_damaged(tmp_path, table):
    home = raid_folder(tmp_path) / "replay" / "raid" / table
    lines = home.read_text("utf-8").splitlines()
    column = lines[0].split(",").index("time_s")
    rows = [line.split(",") for line in lines[1:]]
    changed = [",".join([*row[:column], "nan", *row[column + 1 :]]) for row in rows]
    home.write_text("\n".join([lines[0], *changed]) + "\n", "utf-8")
    with pytest.raises(OutputError, match="damaged"):
        check_results(tmp_path)
