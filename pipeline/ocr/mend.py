"""What engines take for letters, mended by where it stands: raised endings of ordinals, bullets."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace

from pipeline.ocr.sheet import Word

#: '2"*' and '21“': a day or a number with a raised "nd" or "st" that no engine reads.
_RAISED = re.compile(r"""(?P<number>\d{1,3})["'“”‘’*°™®?!~]{1,3}(?P<rest>[,.;:]?)""")
#: What becomes of a bullet, a ring, a square; letters among them are words unless a wide gap follows.
_BULLETS = frozenset("©®°*=»«¢·~+¥§™¤")
_LETTERS = frozenset("eoOc")
#: A gap so many heights of a line wide parts a bullet from its text.
_GAP = 0.8
#: The number before a raised ending is right more often than the whole.
_SURE = 0.85


def mended(words: Sequence[Word]) -> list[Word]:
    """The words, in their order, with numbers and bullets put right."""
    lines: dict[int, list[int]] = defaultdict(list)
    for number, word in enumerate(words):
        lines[word.line].append(number)
    result = list(words)
    for members in lines.values():
        members.sort(key=lambda number: words[number].x0)
        for place, number in enumerate(members):
            word = words[number]
            before = words[members[place - 1]] if place else None
            after = words[members[place + 1]] if place + 1 < len(members) else None
            raised = _RAISED.fullmatch(word.text)
            if raised and any(other is not None and other.text[0].isupper() for other in (before, after)):
                text = raised["number"] + raised["rest"]
                result[number] = replace(word, text=text, confidence=max(word.confidence, _SURE))
            elif before is None and after is not None and _is_bullet(word, after):
                result[number] = replace(word, text="•", confidence=max(word.confidence, _SURE))
    return result


def _is_bullet(word: Word, after: Word) -> bool:
    if word.text in _BULLETS:
        return True
    return word.text in _LETTERS and after.x0 - word.x1 > _GAP * (after.bottom - after.top)
