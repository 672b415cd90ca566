"""One document's gold against its record, value by value."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from pipeline.evaluate.comparing import (
    ALIKE,
    Level,
    bag_likeness,
    bags,
    fold,
    name_likeness,
    same_date,
    same_name,
    same_value,
    written_date,
)
from pipeline.evaluate.matching import Couples, match_meetings, one_to_one
from pipeline.evaluate.verdict import Outcome, Pair, Verdict

_SCALARS = ("title", "body", "number", "start_time", "end_time", "mode", "venue", "city", "country")
_AWAY = ("absent", "represented")
_NEAR_NAME = 0.75  # from here an unmatched name and an unmatched name are one mistake (wrong), not two
_NEAR_TEXT = 0.4

Same = Callable[[Any, Any], bool]


def judge(pair: Pair, level: Level = "normalised") -> list[Verdict]:
    """All verdicts on one document, in the order of the gold."""
    found = pair.found or {}
    golds: list[dict[str, Any]] = list(pair.gold.get("meetings") or [])
    founds: list[dict[str, Any]] = list(found.get("meetings") or [])
    match = match_meetings(golds, founds, pair.gold.get("optional_meetings") or [])
    triples = [(i, golds[i], founds[j]) for i, j in match.couples]
    triples += [(i, golds[i], {}) for i in match.missed]
    triples += [(len(golds) + n, {}, founds[j]) for n, j in enumerate(match.invented)]
    verdicts: list[Verdict] = []
    for index, gold, record in sorted(triples, key=lambda triple: triple[0]):
        verdicts += _Judge(pair.document, index, level).meeting(gold, record)
    return verdicts + list(_Judge(pair.document, -1, level).published(pair.gold, found))


@dataclass(frozen=True)
class _Judge:
    """Judges one meeting: ``gold`` is empty for an invented meeting, ``found`` for a missed one."""

    document: str
    index: int
    level: Level

    def meeting(self, gold: dict[str, Any], found: dict[str, Any]) -> list[Verdict]:
        return [
            self._verdict("meetings", _label(gold), _label(found), _agreed, record=found),
            *self._dates(gold, found),
            *(v for name in _SCALARS for v in self._scalar(name, gold.get(name), found.get(name), found)),
            *self._attendees(gold.get("attendees") or [], found.get("attendees") or []),
            *self._conclusions(gold.get("conclusions") or [], found.get("conclusions") or []),
            *self._organizations(gold.get("organizations") or [], found.get("organizations") or []),
            *self._codes("countries", gold.get("countries"), found.get("countries"), "", found),
            *self._texts("objectives", gold, found),
            *self._texts("topics", gold, found),
            *self._next_meetings(gold.get("next_meetings") or [], found),
        ]

    def published(self, gold: dict[str, Any], found: dict[str, Any]) -> Iterator[Verdict]:
        """The one fact of the document itself."""
        day = written_date(found.get("published_on"))
        yield from self._scalar("published_on", gold.get("published_on"), day, found, same=self._same_date)

    # -- scalars

    def _dates(self, gold: dict[str, Any], found: dict[str, Any]) -> Iterator[Verdict]:
        for name in ("start_date", "end_date"):
            day = written_date(found.get(name), found.get("date_precision"))
            yield from self._scalar(name, gold.get(name), day, found, same=self._same_date)

    def _scalar(
        self,
        name: str,
        gold: Any,
        found: Any,
        record: Mapping[str, Any],
        *,
        item: str = "",
        same: Same | None = None,
    ) -> Iterator[Verdict]:
        gold, found = _value(gold), _value(found)
        if gold is not None or found is not None:
            yield self._verdict(name, gold, found, same or self._same_value, item=item, record=record)

    def _verdict(
        self, name: str, gold: Any, found: Any, same: Same, *, item: str = "", record: Mapping[str, Any] | None = None
    ) -> Verdict:
        outcome: Outcome
        if found is None:
            outcome = "missed"
        elif gold is None:
            outcome = "invented"
        else:
            outcome = "right" if same(gold, found) else "wrong"
        column = name.rpartition(".")[2]
        return Verdict(
            self.document,
            self.index,
            name,
            outcome,
            gold,
            found,
            item,
            _record_id(record or {}),
            _COLUMN.get(name, column),
        )

    def _same_value(self, gold: Any, found: Any) -> bool:
        return same_value(gold, found, self.level)

    def _same_date(self, gold: str, found: str) -> bool:
        return same_date(gold, found, self.level)

    # -- lists

    def _attendees(self, golds: list[dict[str, Any]], founds: list[dict[str, Any]]) -> Iterator[Verdict]:
        likes = _table(golds, founds, lambda g, f: name_likeness(g["name"], f["name"]))
        same = [[same_name(g["name"], f["name"], self.level) for f in founds] for g in golds]
        couples = one_to_one(len(golds), len(founds), lambda i, j: likes[i][j] if same[i][j] else 0.0, 0.01)
        yield from self._items("attendees", "name", golds, founds, couples=couples, likes=likes, near=_NEAR_NAME)
        for i, j in couples:
            gold, found = golds[i], founds[j]
            name = gold["name"]
            for attribute in ("role", "organization", "country", "honorific_prefix"):
                yield from self._scalar(
                    f"attendees.{attribute}", gold.get(attribute), found.get(attribute), found, item=name
                )
            there = (_there(gold.get("presence")), _there(found.get("presence")))
            yield from self._scalar("attendees.presence", *there, found, item=name)
            functions = (gold.get("functions"), found.get("functions"))
            yield from self._codes("attendees.functions", *functions, name, found)
        partner = {i: founds[j] for i, j in couples}
        for i, gold in enumerate(golds):
            away = (_away(gold), _away(partner.get(i, {})))
            yield from self._scalar("attendees.away", *away, partner.get(i, {}), item=gold["name"])
        coupled = {j for _, j in couples}
        for j, found in enumerate(founds):
            if j not in coupled:
                yield from self._scalar("attendees.away", None, _away(found), found, item=found["name"])

    def _conclusions(self, golds: list[dict[str, Any]], founds: list[dict[str, Any]]) -> Iterator[Verdict]:
        likes = _text_table([g["text"] for g in golds], [f["text"] for f in founds])
        couples = self._couple_texts([g["text"] for g in golds], [f["text"] for f in founds], likes)
        yield from self._items("conclusions", "text", golds, founds, couples=couples, likes=likes, near=_NEAR_TEXT)
        for i, j in couples:
            gold, found = golds[i], founds[j]
            text = gold["text"]
            yield from self._scalar("conclusions.kind", gold.get("kind"), found.get("kind"), found, item=text)
            yield from self._scalar("conclusions.owner", gold.get("owner"), found.get("owner"), found, item=text)
            due = written_date(found.get("due_date"))
            yield from self._scalar(
                "conclusions.due_date", gold.get("due_date"), due, found, item=text, same=self._same_date
            )

    def _organizations(self, golds: list[dict[str, Any]], founds: list[dict[str, Any]]) -> Iterator[Verdict]:
        def weight(i: int, j: int) -> float:
            gold, found = golds[i], founds[j]
            if not self._same_value(gold["name"], found["name"]):
                return 0.0
            return 1.0 + (gold.get("role") == found.get("role"))

        couples = one_to_one(len(golds), len(founds), weight, 1.0)
        likes = _text_table([g["name"] for g in golds], [f["name"] for f in founds])
        yield from self._items("organizations", "name", golds, founds, couples=couples, likes=likes, near=_NEAR_NAME)
        for i, j in couples:
            gold, found = golds[i], founds[j]
            yield from self._scalar("organizations.role", gold["role"], found["role"], found, item=gold["name"])

    def _texts(self, name: str, gold: dict[str, Any], found: dict[str, Any]) -> Iterator[Verdict]:
        golds, founds = list(gold.get(name) or []), list(found.get(name) or [])
        likes = _text_table(golds, founds)
        couples = self._couple_texts(golds, founds, likes)
        identity = {"meeting_id": found.get("meeting_id")}
        yield from self._items(
            name,
            "text",
            [{"text": t} for t in golds],
            [{"text": t, **identity} for t in founds],
            couples=couples,
            likes=likes,
            near=_NEAR_TEXT,
        )

    def _next_meetings(self, golds: list[dict[str, Any]], found: dict[str, Any]) -> Iterator[Verdict]:
        founds = [
            {"place": _place(one), "date": start_date(one), "meeting_id": found.get("meeting_id")}
            for one in found.get("next_meetings") or []
        ]

        def weight(i: int, j: int) -> float:
            dates, places = (golds[i].get("date"), founds[j]["date"]), (golds[i].get("place"), founds[j]["place"])
            fits = bool(dates[0] and dates[1] and self._same_date(dates[0], dates[1]))
            return 1.0 + fits + bool(places[0] and places[1] and self._same_value(*places)) / 2

        couples = one_to_one(len(golds), len(founds), weight, 1.0)
        couple_of_gold, couple_of_found = dict(couples), {j for _, j in couples}
        rows = [(gold, founds[couple_of_gold[i]] if i in couple_of_gold else {}) for i, gold in enumerate(golds)]
        rows += [({}, one) for j, one in enumerate(founds) if j not in couple_of_found]
        for gold, one in rows:
            yield from self._scalar("next_meetings", gold.get("date"), one.get("date"), one, same=self._same_date)
            yield from self._scalar("next_meetings.place", gold.get("place"), one.get("place"), one)

    def _codes(self, name: str, golds: Any, founds: Any, item: str, record: Mapping[str, Any]) -> Iterator[Verdict]:
        """Items that are equal or not: country codes, functions."""
        wanted, given = list(dict.fromkeys(_items(golds))), list(dict.fromkeys(_items(founds)))
        for code in wanted:
            yield self._verdict(name, code, code if code in given else None, _equal, item=item, record=record)
        for code in given:
            if code not in wanted:
                yield self._verdict(name, None, code, _equal, item=item, record=record)

    def _items(
        self,
        name: str,
        key: str,
        golds: list[dict[str, Any]],
        founds: list[dict[str, Any]],
        *,
        couples: Couples,
        likes: list[list[float]],
        near: float,
    ) -> Iterator[Verdict]:
        """A verdict for each item: coupled ones are right; of the rest, near ones are one mistake, not two."""
        golds_left = [i for i in range(len(golds)) if i not in {i for i, _ in couples}]
        founds_left = [j for j in range(len(founds)) if j not in {j for _, j in couples}]
        near_ones = one_to_one(
            len(golds_left), len(founds_left), lambda i, j: likes[golds_left[i]][founds_left[j]], near
        )
        right = dict(couples)
        wrong = {golds_left[i]: founds_left[j] for i, j in near_ones}
        for i, gold in enumerate(golds):
            j = right.get(i, wrong.get(i))
            found = founds[j] if j is not None else {}
            yield self._verdict(name, gold[key], found.get(key), _agreed if i in right else _differs, record=found)
        for j in founds_left:
            if j not in wrong.values():
                yield self._verdict(name, None, founds[j][key], _equal, record=founds[j])

    def _couple_texts(self, golds: list[str], founds: list[str], likes: list[list[float]]) -> Couples:
        if self.level == "strict":
            exact = _table(golds, founds, lambda g, f: float(g.strip() == f.strip()))
            return one_to_one(len(golds), len(founds), lambda i, j: exact[i][j], 1.0)
        folded_golds, folded_founds = [fold(g) for g in golds], [fold(f) for f in founds]

        def weight(i: int, j: int) -> float:
            if self.level == "soft" and _holds(folded_golds[i], folded_founds[j]):
                return max(likes[i][j], ALIKE["soft"])
            return likes[i][j]

        return one_to_one(len(golds), len(founds), weight, ALIKE[self.level])


# Where a field's evidence stands under another name than the last part of the field's.
_COLUMN = {"attendees": "name", "organizations": "name", "conclusions": "text", "attendees.away": "presence"}


def start_date(meeting: Mapping[str, Any]) -> str | None:
    """A next meeting's first day, as precise as the document is."""
    return written_date(meeting.get("start_date"), meeting.get("date_precision"))


def _place(meeting: Mapping[str, Any]) -> str | None:
    place = meeting.get("place") or meeting.get("city")
    return str(place) if place else None


def _holds(one: str, other: str) -> bool:
    """Whether the shorter text stands whole in the longer, and is more than a word or two."""
    shorter, longer = sorted((one, other), key=len)
    return shorter.count(" ") >= 3 and shorter in longer


def _table(golds: list[Any], founds: list[Any], like: Callable[[Any, Any], float]) -> list[list[float]]:
    return [[like(gold, found) for found in founds] for gold in golds]


def _text_table(golds: list[str], founds: list[str]) -> list[list[float]]:
    return _table(list(bags(golds)), list(bags(founds)), bag_likeness)


def _value(value: Any) -> Any:
    return None if value is None or value == "" or value != value else value  # noqa: PLR0124  (not a number)


def _items(values: Any) -> list[str]:
    return [] if values is None else [str(value) for value in values]


def _label(meeting: Mapping[str, Any]) -> str | None:
    """How a meeting is called in a list: its day and name."""
    if not meeting:
        return None
    day = written_date(meeting.get("start_date"), meeting.get("date_precision")) or "undated"
    return f"{day} {meeting.get('title') or meeting.get('body') or 'meeting'}"


def _there(presence: str | None) -> str | None:
    return "present" if presence == "online" else presence


def _away(attendee: Mapping[str, Any]) -> str | None:
    presence = attendee.get("presence")
    return presence if presence in _AWAY else None


def _record_id(record: Mapping[str, Any]) -> str:
    for key in ("attendee_id", "conclusion_id", "organization_id", "meeting_id", "document_id"):
        if record.get(key):
            return str(record[key])
    return ""


def _agreed(_gold: Any, _found: Any) -> bool:
    return True


def _differs(_gold: Any, _found: Any) -> bool:
    return False


def _equal(gold: Any, found: Any) -> bool:
    return bool(gold == found)
