"""Which stretches of a document report on a meeting: none, one or many."""

from __future__ import annotations

from pipeline.meetings.scope import Reading, Scope, Split


def split(reading: Reading) -> Split:
    """The meetings that ``reading`` reports on, in the order of the text, or the reason why there is none."""
    if not reading.blocks:
        return Split((), "the document holds no text", None)
    return Split((Scope(reading, 0, 0, len(reading.blocks), 0),))
