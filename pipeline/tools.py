"""What is costly to make and made once a worker: lexicons, the gazetteer, the entity model. Passed down."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from pipeline import lexicon as lexicons
from pipeline.config import Settings
from pipeline.document import Document
from pipeline.lexicon import Lexicon

if TYPE_CHECKING:
    from spacy.language import Language


@dataclass
class Tools:
    """The costly things of one worker.

    ``nlp`` is a spaCy pipeline or None ("rules"); ``places`` is the gazetteer (see mentions.places) and ``ocr`` the
    reader of scans (see pipeline.ocr), made by whoever builds the tools so that this module need not know them.
    """

    settings: Settings = field(default_factory=Settings)
    nlp: Language | None = None
    places: Any = None
    ocr: Any = None
    #: Whose words were asked for last: what a document's result depends on.
    languages: tuple[str, ...] = ()
    _lexicons: dict[tuple[str, ...], Lexicon] = field(default_factory=dict, repr=False)
    _files: lexicons.Files = field(default_factory=dict, repr=False)
    _known: frozenset[str] = field(default_factory=lambda: frozenset(lexicons.languages()), repr=False)

    def lexicon_of(self, document: Document) -> Lexicon:
        """The words for a document, which all stages read it with."""
        return self.lexicon(document.language, document.other_language)

    def lexicon(self, language: str | None, other: str | None = None) -> Lexicon:
        """The words for a document of ``language``: its own first, then ``other``, then English.

        English alone when no language is known.
        """
        wanted = tuple(code for code in dict.fromkeys([language, other, "en"]) if code in self._known)
        self.languages = wanted
        if wanted not in self._lexicons:
            self._lexicons[wanted] = lexicons.load(*wanted, files=self._files)
        return self._lexicons[wanted]

    def keep(self) -> None:
        """Let later workers and runs have the patterns that this one had to compile."""
        for lexicon in self._lexicons.values():
            lexicon.patterns.keep()
