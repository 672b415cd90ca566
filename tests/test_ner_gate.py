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


def test_attendance_sections_are_read_whole() -> None:
    """Every line of an attendance list may be a name."""
    text = "# Minutes\n\n## Attendance\n\n- zdravka ilcheva, Varna\n- Bozhidar P.\n\n## Report\n\nNothing new.\n"
    made = reading(text, path="report.md")
    chosen = ner_gate.stretches(made.blocks, made.sections, made.mentions.items, made.lexicon)
    texts = {made.blocks[number].text for number in chosen}
    assert {"zdravka ilcheva, Varna", "Bozhidar P."} <= texts
    assert "Nothing new." not in texts
