"""Words that tell what a date is for: "held on", "approved", "next meeting", as patterns made from the lexicon."""

from __future__ import annotations

import re
from dataclasses import dataclass

from pipeline.lexicon import Gate, Guarded, Lexicon, alternation

#: What a date may be for, apart from the meeting: cue words, and whether they also count after the date.
OTHERS = ("publication", "approval", "previous", "next", "deadline", "legal", "history", "called")


@dataclass(frozen=True)
class Cues:
    """One pattern for each thing that the words around a date can say; ``others`` by purpose, ``any_other`` for all."""

    held: Guarded
    opened: Guarded
    planned: Guarded
    past: Guarded
    kinds: Guarded
    records: Guarded
    label: re.Pattern[str]
    label_alone: re.Pattern[str]
    others: dict[str, Guarded]
    any_other: Gate
    of: re.Pattern[str]
    only: re.Pattern[str]
    this_meeting: re.Pattern[str]
    other_minutes: re.Pattern[str]
    reference: re.Pattern[str]


def cues(lexicon: Lexicon) -> Cues:
    """The patterns of a lexicon's topic "meetings"."""

    def cue(key: str) -> Guarded:
        words = lexicon.words("meetings", key)
        return lexicon.guarded(rf"(?<![\w-]){alternation(words)}(?![\w-])", words)

    labels = alternation(lexicon.words("meetings", "date_labels"), group="label")
    definite, records = (alternation(lexicon.words("meetings", key)) for key in ("definite", "records"))
    meetings = [word for words in lexicon.groups("meetings", "kinds").values() for word in words]
    kinds = alternation(meetings)
    return Cues(
        held=cue("held"),
        opened=cue("opened"),
        planned=cue("planned"),
        past=cue("past"),
        kinds=lexicon.guarded(rf"(?<!\w){kinds}(?!\w)", meetings),
        records=cue("records"),
        # "Date of meeting :", "2. Date:", "| Date | "; then perhaps an hour ("Date: 11:00, 27th November 2009")
        label=lexicon.pattern(
            rf"(?:^\W*(?:\d+[.)]\s)?|[|;•·]|\s\s|(?<!\d)[.)\]]\s)\W*{labels}\W*(?:[:：=–—|-]\W*|\s)(?:\d\d?[:.h]\d\d\W*|[^\W\d_]{{2,12}}day,?\s+|\W)*$",
            re.IGNORECASE,
        ),
        label_alone=lexicon.pattern(rf"\W*{labels}\W*", re.IGNORECASE),
        others={key: cue(key) for key in OTHERS},
        any_other=lexicon.gate(word for key in OTHERS for word in lexicon.words("meetings", key)),
        of=lexicon.pattern(rf"\W*(?:{alternation(lexicon.words('dates', 'of'))}\b|$|n[or]\.?\s)", re.IGNORECASE),
        only=lexicon.pattern(r"[\W\d]*"),
        # "The second meeting of the group was held ..."
        this_meeting=lexicon.pattern(
            rf"\W*{definite}\s+(?:[\w’'-]+\s+){{0,4}}{kinds}(?!\w)",
            re.IGNORECASE,
        ),
        # "The minutes of the meeting held on [5 November] were agreed"
        other_minutes=lexicon.pattern(
            rf"\W*{definite}\s+(?:\w+\s+)?{records}(?!\w)",
            re.IGNORECASE,
        ),
        # "... and recalled the meeting of [4 December]"
        reference=lexicon.pattern(
            rf"(?<!\w){definite}\s+(?:[\w’'-]+\s+){{0,3}}{kinds}"
            rf"\s+(?:{alternation(lexicon.words('dates', 'of'))}|on|from|held)?\s*(?:on\s+)?$",
            re.IGNORECASE,
        ),
    )
