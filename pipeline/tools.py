"""What is costly to make and made once a worker: lexicons, the gazetteer, the entity model. Passed down."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from pipeline import lexicon as lexicons
from pipeline.config import Settings
from pipeline.lexicon import Lexicon

if TYPE_CHECKING:
    from spacy.language import Language


@dataclass
class Tools:
    """The costly things of one worker.

    ``nlp`` is a spaCy pipeline or None ("rules"); ``places`` is the gazetteer (see mentions.places), made by whoever
    builds the tools so that this module need not know it.
    """

    settings: Settings = field(default_factory=Settings)
    nlp: Language | None = None
    places: Any = None
    _lexicons: dict[tuple[str, ...], Lexicon] = field(default_factory=dict, repr=False)

    def lexicon(self, language: str | None) -> Lexicon:
        """The words for a document of ``language``: its own first, then English; English alone when unknown."""
        wanted = tuple(dict.fromkeys([language, "en"])) if language in lexicons.languages() else ("en",)
        if wanted not in self._lexicons:
            self._lexicons[wanted] = lexicons.load(*[code for code in wanted if code])
        return self._lexicons[wanted]
