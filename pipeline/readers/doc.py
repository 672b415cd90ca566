"""Old Word documents (.doc): converted by LibreOffice where it is on the machine, then read as Word documents."""

from __future__ import annotations

from pipeline.config import Settings
from pipeline.document import Document, SourceFile
from pipeline.readers import docx
from pipeline.readers.office import converted


def read(source: SourceFile, settings: Settings) -> Document:
    """The document that an old Word file holds. Raises MissingTool without LibreOffice, else as docx does."""
    return docx.document_of(source, converted(source.data, "doc", settings), settings, moments=False)
