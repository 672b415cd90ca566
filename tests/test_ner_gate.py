"""What the entity model is given to read."""

import pytest

from pipeline.mentions import ner_gate
from tests.support import reading


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("The treasurer, Zdravka Ilcheva, presented the accounts.", True),
        ("Zdravka Ilcheva: the accounts are not closed yet.", True),
        ("The Upper Harbour is closed in winter.", False),
        ("The accounts were presented.", False),
        ("Mr Ilchev presented the accounts to the board.", False),
    ],
)
def test_only_open_names_that_do_something(text: str, *, read: bool) -> None:
    """A sentence is read where somebody does something whom no rule has found."""
    made = reading(f"Minutes of the board\n\n{text}\n")
    chosen = ner_gate.stretches(made.blocks, made.sections, made.mentions.items, made.lexicon)
    assert any(text[:20] in made.blocks[number].text for number in chosen) is read


_LISTED = """\
# Minutes

## Attendance

- zdravka ilcheva, Varna
- Zhivko Blagoev-Petkov Yanakiev
- Anna Petrova

## Report

The treasurer, Zdravka Ilcheva, presented the accounts.
"""


def _read(text: str) -> set[str]:
    made = reading(text, path="report.md")
    chosen = ner_gate.stretches(made.blocks, made.sections, made.mentions.items, made.lexicon)
    return {made.blocks[number].text for number in chosen}


def test_attendance_sections_are_read_where_rules_leave_something_open() -> None:
    """Every line of an attendance list may be a name; one whose people a rule is sure of need not be read again."""
    read = _read(_LISTED)
    assert {"zdravka ilcheva, Varna", "Zhivko Blagoev-Petkov Yanakiev"} <= read
    assert "Anna Petrova" not in read


def test_running_text_is_read_where_nobody_is_listed() -> None:
    """Who took part stands in the list, if there is one; without it the narrative has to tell."""
    sentence = "The treasurer, Zdravka Ilcheva, presented the accounts."
    assert sentence not in _read(_LISTED)
    assert sentence in _read(f"# Minutes\n\n## Report\n\n{sentence}\n")
