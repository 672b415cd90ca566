"""Labels at the start of a block: "Present: A, B", "Action items - ...", "Regrets | C"."""

from __future__ import annotations

import re

from pipeline.layout.block import Block
from pipeline.lexicon import Lexicon, alternation
from pipeline.sections.headings import bare, exactly, kind_of

#: Kinds that a label may open. The others need a heading of their own.
LABELLED = frozenset(
    {
        "attendance", "absence", "agenda", "objectives", "summary", "conclusions", "recommendations", "decisions",
        "actions", "next_meeting", "contacts",
    }
)  # fmt: skip

# "Members present (12):", "Apologies –", "Regrets |"; a hyphen only counts between blanks
_LABEL = re.compile(r"^(?P<label>[^:|.;!?\n]{2,70}?)\s*(?P<mark>:(?!//)|\||\s[-–—](?=\s))\s*")


def _outcomes(lexicon: Lexicon) -> re.Pattern[str]:
    # "Agreed", "Action 3", "Decision SC/22/3-1"
    words = alternation(word for words in lexicon.groups("conclusions", "labels").values() for word in words)
    return lexicon.pattern(rf"{words}(?:\s+#?(?=\S*\d)[\w./\-]+)?$", re.IGNORECASE)


def is_outcome(title: str, lexicon: Lexicon) -> bool:
    """Whether a label belongs to the sentence behind it: "Agreed: the fee is raised"; such a label opens no section."""
    return bool(lexicon.made(_outcomes).match(title.strip()))


def label_of(block: Block, lexicon: Lexicon) -> tuple[str, str, int] | None:
    """Kind, words and end of the label with which a block begins, or None.

    The end is where the block's own words begin, in its view.
    """
    match = _LABEL.match(block.text)
    if not match:
        return None
    label = match["label"].strip()
    kind = exactly(label, lexicon)
    if kind is None and match["mark"] == ":" and len(bare(label).split()) <= 6:
        kind = kind_of(label, lexicon)
    return (kind, label, match.end()) if kind in LABELLED and kind else None
