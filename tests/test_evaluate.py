"""Evaluation: what counts as right, wrong, missed and invented, and what is made of it."""

from __future__ import annotations

import copy
import datetime as dt
import hashlib
import json
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest
from pyarrow import parquet

from pipeline.cli import main
from pipeline.errors import UsageError
from pipeline.evaluate import FIELDS, GROUPS, Pair, as_data, compare, evaluate, load_pairs, score
from pipeline.evaluate.docs import BEGIN, END
from pipeline.evaluate.locating import Locator

TEXT = """Harbour Board, Minutes of 4 June 2021
Town Hall, Norhaven

Present: Ana Kovač (Chair), Tomas Ryd
Apologies: Lena Faber

The Board approved the dredging plan.
"""


def _gold() -> dict[str, Any]:
    def person(name: str, presence: str = "present", **more: Any) -> dict[str, Any]:
        return {"name": name, "role": None, "organization": None, "country": None, "presence": presence, **more}

    return {
        "document": "board.txt",
        "published_on": None,
        "meetings": [
            {
                "title": None,
                "body": "Harbour Board",
                "start_date": "2021-06-04",
                "end_date": "2021-06-04",
                "venue": "Town Hall",
                "city": "Norhaven",
                "attendees": [
                    person("Ana Kovač", role="Chair", functions=["chair"]),
                    person("Tomas Ryd"),
                    person("Lena Faber", "absent"),
                ],
                "conclusions": [{"kind": "decision", "text": "The Board approved the dredging plan."}],
                "next_meetings": [{"date": "2021-07", "place": None}],
            }
        ],
        "optional_meetings": [{"start_date": "2021-05-07"}],
    }


def _found() -> dict[str, Any]:
    """What a perfect run finds in ``TEXT``."""
    found = copy.deepcopy(_gold())
    found["meetings"][0]["date_precision"] = "day"
    found["meetings"][0]["next_meetings"] = [{"start_date": dt.date(2021, 7, 1), "date_precision": "month"}]
    return found


def _meeting(found: dict[str, Any]) -> dict[str, Any]:
    meeting: dict[str, Any] = found["meetings"][0]
    return meeting


def _score(found: dict[str, Any] | None, gold: dict[str, Any] | None = None) -> Any:
    return score([Pair("board.txt", gold or _gold(), found, "Harbour Board")])


def test_a_perfect_run_scores_one() -> None:
    """Each field of a run that finds everything has F1 1, and the meeting counts as wholly right."""
    result = _score(_found())
    assert result.headline == 1.0
    assert all(tally.f1 == 1.0 for tally in result.fields.values())
    assert result.whole_meetings(headline_only=False) == (1, 1)


def test_nothing_found_is_all_missed() -> None:
    """A document that the run does not have costs every value of its gold, and is named."""
    result = _score(None)
    assert result.missing == ("board.txt",)
    assert result.headline == 0.0
    assert {verdict.outcome for verdict in result.verdicts} == {"missed"}


def test_a_wrong_value_counts_twice_and_once_as_wrong() -> None:
    """Another value lowers precision and recall; an absent one recall; one that the gold lacks precision."""
    found = _found()
    _meeting(found).update(venue="Library", city=None, country="NO")
    tallies = _score(found).fields
    assert (tallies["venue"].wrong, tallies["venue"].precision, tallies["venue"].recall) == (1, 0.0, 0.0)
    assert (tallies["city"].missed, tallies["city"].given) == (1, 0)
    assert (tallies["country"].invented, tallies["country"].expected) == (1, 0)


def test_attributes_are_judged_on_persons_found() -> None:
    """A person not found costs the name alone; a role given to somebody without one is invented."""
    found = _found()
    people = _meeting(found)["attendees"]
    people[1]["role"] = "Harbour Master"
    del people[0]
    tallies = _score(found).fields
    assert tallies["attendees"].missed == 1
    assert tallies["attendees.role"].expected == 0
    assert tallies["attendees.role"].invented == 1
    assert tallies["attendees.presence"].right == 2


def test_online_is_present_and_absence_is_counted_apart() -> None:
    """Online counts as present; an absent person taken for present is wrong there and missed among the absent."""
    found = _found()
    people = _meeting(found)["attendees"]
    people[0]["presence"] = "online"
    people[2]["presence"] = "present"
    tallies = _score(found).fields
    assert (tallies["attendees.presence"].right, tallies["attendees.presence"].wrong) == (2, 1)
    assert (tallies["attendees.away"].right, tallies["attendees.away"].missed) == (0, 1)


def test_a_near_name_is_one_mistake() -> None:
    """A misread name is wrong (one verdict), not a missed and an invented person."""
    found = _found()
    _meeting(found)["attendees"][2]["name"] = "Lena Fabre"
    tally = _score(found).fields["attendees"]
    assert (tally.right, tally.wrong, tally.missed, tally.invented) == (2, 1, 0, 0)


def test_optional_meetings_cost_nothing() -> None:
    """A meeting that a reader could argue about is neither gain nor loss; any other extra meeting is invented."""
    found = _found()
    extra = {"start_date": dt.date(2021, 5, 7), "date_precision": "day", "attendees": [], "title": "Earlier meeting"}
    found["meetings"].append(extra)
    assert _score(found).headline == 1.0
    extra["start_date"] = dt.date(2020, 5, 7)
    result = _score(found)
    assert result.fields["meetings"].invented == 1
    assert result.fields["start_date"].invented == 1


def test_meetings_are_paired_by_day_then_in_order() -> None:
    """Meetings out of order find their gold by day; one with a wrong day is paired by its place between the others."""
    gold, found = _gold(), _found()
    days = ["2021-01-04", "2021-02-04", "2021-03-04"]
    gold["meetings"] = [{"start_date": day, "end_date": day, "city": f"Town {day}"} for day in days]
    found["meetings"] = [{**one, "date_precision": "day"} for one in copy.deepcopy(gold["meetings"])]
    found["meetings"].reverse()
    assert _score(found, gold).headline == 1.0
    found["meetings"].reverse()
    found["meetings"][1]["start_date"] = "2011-11-11"
    tallies = _score(found, gold).fields
    assert tallies["meetings"].right == 3
    assert (tallies["start_date"].wrong, tallies["city"].right) == (1, 3)


def test_a_document_without_meetings() -> None:
    """Where the gold has no meeting, none found is perfect, and one found is an invention with all its values."""
    gold = {**_gold(), "meetings": []}
    assert _score({"meetings": []}, gold).headline == 1.0
    assert _score(_found(), gold).fields["meetings"].invented == 1


def test_intervals_are_repeatable_and_hold_the_score() -> None:
    """The same run gives the same 95 % interval, which contains the score."""
    poor = _found()
    _meeting(poor)["attendees"] = []
    result = score([Pair("a.txt", _gold(), _found()), Pair("b.txt", _gold(), poor), Pair("c.txt", _gold(), None)])
    low, high = result.intervals()["headline"]
    assert (low, high) == result.intervals()["headline"]
    assert low <= result.headline <= high


def test_compare_lists_each_gain_and_loss() -> None:
    """Between two runs, each value found, lost, dropped or falsely added is one line."""
    before, now = _found(), _found()
    _meeting(before)["venue"] = "Library"
    _meeting(now)["city"] = None
    _meeting(now)["attendees"].append({"name": "Harbour Master", "presence": "present"})
    changed = compare(_score(now), _score(before))
    assert {(one.kind, one.what, one.field, one.value) for one in changed} == {
        ("gain", "found", "venue", "Town Hall"),
        ("gain", "no longer claimed", "venue", "Library"),
        ("loss", "lost", "city", "Norhaven"),
        ("loss", "falsely claimed", "attendees", "Harbour Master"),
    }


def test_each_group_has_fields() -> None:
    """The headline's four groups are made of fields that exist, and no field stands twice."""
    assert {entry.group for entry in FIELDS if entry.group} == set(GROUPS)
    assert len({entry.name for entry in FIELDS}) == len(FIELDS)


def test_values_are_found_in_the_text() -> None:
    """A value is located whatever its case and line breaks, and from a place on if asked."""
    locator = Locator(TEXT)
    spot = locator.find("the board APPROVED the dredging plan")
    assert spot is not None
    assert TEXT[slice(*spot)] == "The Board approved the dredging plan"
    assert locator.find("Board") == (8, 13)
    later = locator.find("Board", after=40)
    assert later is not None
    assert later[0] > 40
    assert locator.find("Nowhere") is None


@pytest.fixture
def folders(tmp_path: Path) -> tuple[Path, Path]:
    """A gold folder with one document, and the tables of a run that found all of it but the venue."""
    gold, extracted = tmp_path / "gold", tmp_path / "extracted"
    for folder in (gold / "annotations", gold / "documents", extracted / "versions" / "000001"):
        folder.mkdir(parents=True)
    (gold / "annotations" / "board.json").write_text(json.dumps(_gold()), encoding="utf-8")
    (gold / "documents" / "board.txt").write_text(TEXT, encoding="utf-8")
    (gold / "manifest.json").write_text(json.dumps([{"file": "board.txt", "organization": "Harbour Board"}]))
    (extracted / "LATEST").write_text("000001\n", encoding="utf-8")
    _publish(extracted / "versions" / "000001")
    return gold, extracted


def _publish(folder: Path) -> None:
    keys = {"document_id": hashlib.sha256(TEXT.encode()).hexdigest(), "meeting_id": "m1"}
    meeting = {**_meeting(_found()), **keys, "position": 0, "venue": "Somewhere else"}
    nested = {name: meeting.pop(name) for name in ("attendees", "conclusions", "next_meetings")}
    start = TEXT.index("4 June 2021")
    evidence = {
        "record_id": "m1",
        "field": "start_date",
        "char_start": start,
        "char_end": start + 11,
        "quote": "4 June 2021",
    }
    tables = {
        "documents": [{"document_id": keys["document_id"], "path": "in/board.txt", "published_on": None}],
        "meetings": [meeting],
        "evidence": [{"document_id": keys["document_id"], **evidence}],
        **{name: [{**row, **keys, "position": n} for n, row in enumerate(rows)] for name, rows in nested.items()},
    }
    for name, rows in tables.items():
        write: Any = parquet.write_table
        write(pa.Table.from_pylist(rows), folder / f"{name}.parquet")


def test_a_dataset_is_loaded_and_scored(folders: tuple[Path, Path]) -> None:
    """Tables of the latest version come back as nested records, paired with the gold by file name."""
    pairs = load_pairs(*folders)
    assert [(pair.document, pair.organization) for pair in pairs] == [("board.txt", "Harbour Board")]
    result = score(pairs)
    assert result.fields["attendees"].right == 3
    assert result.fields["next_meetings"].right == 1
    assert result.fields["venue"].wrong == 1


def test_a_dataset_in_parts_is_loaded(folders: tuple[Path, Path]) -> None:
    """A large dataset's table is a folder of parts."""
    table = folders[1] / "versions" / "000001" / "attendees.parquet"
    (whole := table.with_name("whole")).write_bytes(table.read_bytes())
    table.unlink()
    table.mkdir()
    whole.rename(table / "part-000.parquet")
    assert score(load_pairs(*folders)).fields["attendees"].right == 3


def test_evidence_is_held_against_the_text(folders: tuple[Path, Path]) -> None:
    """With the documents at hand each quote is compared with its span."""
    evaluation = evaluate(*folders, read=True)
    assert evaluation.pairs[0].text == TEXT
    assert (evaluation.evidence.checked, evaluation.evidence.broken) == (1, ())


def test_the_page_needs_nothing_else(folders: tuple[Path, Path], tmp_path: Path) -> None:
    """evaluation.html holds text and verdicts, asks for nothing outside itself, and a report cannot end its script."""
    gold = {**_gold(), "note": "</script><img src=x>"}
    (folders[0] / "annotations" / "board.json").write_text(json.dumps(gold), encoding="utf-8")
    page = tmp_path / "evaluation.html"
    assert main(["evaluate", *map(str, folders), "--html", str(page)]) == 0
    written = page.read_text(encoding="utf-8")
    assert "http" not in written.replace("http-equiv", "")
    assert written.count("</script>") == 2
    assert "Somewhere else" in written
    assert "dredging" in written


def test_the_command_prints_tables(folders: tuple[Path, Path], capsys: pytest.CaptureFixture[str]) -> None:
    """The tables name groups, fields and documents, within 80 columns."""
    assert main(["evaluate", *map(str, folders), "--by", "document", "--compare", str(folders[1])]) == 0
    printed = capsys.readouterr().out
    for words in ("Headline", "attendee: name", "board.txt", "0 gains, 0 losses"):
        assert words in printed
    assert max(map(len, printed.splitlines())) <= 80


def test_the_command_prints_json(folders: tuple[Path, Path], capsys: pytest.CaptureFixture[str]) -> None:
    """--json gives the same figures as plain data."""
    assert main(["evaluate", *map(str, folders), "--json"]) == 0
    data = json.loads(capsys.readouterr().out)
    assert data["headline"] == as_data(evaluate(*folders))["headline"]
    assert data["fields"]["venue"]["wrong"] == 1
    assert [fault["found"] for fault in data["faults"] if fault["field"] == "venue"] == ["Somewhere else"]


def test_docs_are_written_between_their_markers(folders: tuple[Path, Path], tmp_path: Path) -> None:
    """--docs replaces what stands between the markers and nothing else; a file without markers is refused."""
    docs = tmp_path / "evaluation.md"
    begin = BEGIN.format(gold=folders[0].as_posix())
    docs.write_text(f"# Mine\n{begin}\nstale\n{END}\nMine too\n", encoding="utf-8")
    assert main(["evaluate", *map(str, folders), "--docs", str(docs)]) == 0
    text = docs.read_text(encoding="utf-8")
    assert text.startswith("# Mine\n")
    assert text.endswith("Mine too\n")
    assert "| attendees |" in text
    assert "stale" not in text
    docs.write_text("nothing", encoding="utf-8")
    assert main(["evaluate", *map(str, folders), "--docs", str(docs)]) == 2


def test_wrong_folders_are_named(folders: tuple[Path, Path], tmp_path: Path) -> None:
    """A folder without annotations and one without a dataset end in a usage error that says so."""
    (tmp_path / "empty").mkdir()
    with pytest.raises(UsageError, match="no annotations"):
        load_pairs(tmp_path / "empty", folders[1])
    with pytest.raises(UsageError, match="no dataset"):
        load_pairs(folders[0], tmp_path / "empty")
