"""Block: a paragraph, heading, list item, table or running head, as reading order gives them."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from pipeline.document import Table
from pipeline.text import Span, View


@dataclass(frozen=True)
class Block:
    """Lines that belong together.

    ``kind``     "heading", "paragraph", "item", "row" (a table's row), "running" (head, foot, page number), "code",
                 "meta" (front matter), "rule" (a drawn or typed line)
    ``number``   position in the tuple of blocks
    ``lines``    numbers of the document's lines, in reading order
    ``view``     the block's words, tidied: lines joined by a blank, hyphens closed, ligatures opened, markup and list
                 marker gone. Rules read ``view.text`` and get offsets back by ``view.span``.
    ``level``    of a heading: 1 is the highest; of an item: depth of nesting from 1; else 0
    ``marker``   of an item or numbered heading or paragraph: "1.", "a)", "-", "4.2", as written
    ``checked``  state of an item's tick box, or None
    ``table``    of a row: the table; ``row`` its number within it. The row's view joins its cells with " | ".
    ``page``     number of the page where it begins, 0 in unpaged documents
    """

    kind: str
    number: int
    lines: tuple[int, ...]
    span: Span
    view: View
    level: int = 0
    marker: str = ""
    checked: bool | None = None
    table: Table | None = None
    row: int = -1
    page: int = 0
    bold: bool = False
    size: float = 0.0

    @cached_property
    def text(self) -> str:
        """The tidied words."""
        return self.view.text
