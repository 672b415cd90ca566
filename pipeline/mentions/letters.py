"""Letters as a class of a pattern: the engine finds a listed letter far faster than "a letter that is not small"."""

from __future__ import annotations

#: Capitals of the scripts that have them: Latin, Greek, Cyrillic, Armenian, and the Latin of Vietnam and Wales.
CAPITALS = "".join(letter for letter in map(chr, range(0x2000)) if letter.isupper())
