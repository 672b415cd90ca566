"""Which language a text is in, by the small words that no writer can avoid."""

from __future__ import annotations

import re
from collections import Counter

from pipeline import lexicon

#: A page of prose is enough; headings and names in front of it are not.
_SAMPLE = 40_000
_WORD = re.compile(r"[^\W\d_]+(?:['’](?=\w))?")
#: So many function words make a guess, and the best language must lead by this factor.
_ENOUGH = 4
_LEAD = 1.25


def detect(text: str) -> str | None:
    """ISO 639-1 code of the language of ``text``, or None when it is too short or none that the lexicon tells apart."""
    groups = lexicon.read_topic("en", "language", {"function_words": "groups"})["function_words"]
    counts = Counter(word.lower().rstrip("'’") for word in _WORD.findall(text[:_SAMPLE]))
    scores = {code: sum(counts[word] for word in words) for code, words in groups.items()}
    ranked = sorted(scores.items(), key=lambda item: (-item[1], item[0]))
    (best, score), (_, second) = ranked[0], ranked[1]
    if score < _ENOUGH or score < second * _LEAD:
        return None
    return str(best)
