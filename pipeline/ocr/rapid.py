"""RapidOCR, whose package carries its models: for machines where no OCR program can be installed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from importlib import metadata, util
from typing import TYPE_CHECKING, Any

from pipeline.ocr.sheet import Word

if TYPE_CHECKING:
    from PIL import Image

#: Its one model of letters reads these; of others it would make something.
_LANGUAGES = frozenset(
    ("da", "de", "en", "es", "et", "fi", "fr", "ga", "hr", "hu", "is", "it", "lt", "lv", "nl", "no", "pl", "pt", "ro",
     "sk", "sl", "sv", "tr", "zh")
)  # fmt: skip


@dataclass
class Rapid:
    """The models, loaded when the first page is read: they take a second and some 600 MB."""

    version: str
    dpi: int = 150
    _models: list[Any] = field(default_factory=list, repr=False)

    @property
    def name(self) -> str:
        """Package and version."""
        return f"rapidocr {self.version}"

    def reads(self, language: str) -> bool:
        """Whether the model was made for a language's letters."""
        return language in _LANGUAGES

    def read(self, picture: Image.Image, language: str) -> list[Word]:  # noqa: ARG002 - one model for all
        """The words of a grey picture, line by line."""
        import numpy as np

        if not self._models:
            self._models.append(_load())
        grey = np.asarray(picture)
        found = self._models[0](np.repeat(grey[:, :, None], 3, axis=2), use_cls=False, return_word_box=True)
        if found.txts is None:
            return []
        return [
            word
            for number, (text, pieces) in enumerate(zip(found.txts, found.word_results, strict=True))
            for word in _words(text, pieces, number)
        ]


def is_there() -> bool:
    """Whether the package is installed."""
    return util.find_spec("rapidocr") is not None


def find() -> Rapid | None:
    """The package, when it is installed."""
    return Rapid(metadata.version("rapidocr")) if is_there() else None


def _load() -> Any:
    from rapidocr import RapidOCR

    engine = "EngineConfig.onnxruntime"
    return RapidOCR(
        params={
            "Global.log_level": "error",
            "Global.max_side_len": 2600,
            f"{engine}.intra_op_num_threads": 1,
            f"{engine}.inter_op_num_threads": 1,
        }
    )


def _probability(told: float) -> float:
    """How often a word is right of which the models are so sure: measured in benchmarks/ocr.py."""
    return 0.98 if told >= 0.9 else 0.88 if told >= 0.5 else 0.6 * told


def _words(text: str, pieces: Sequence[Any], line: int) -> Iterator[Word]:
    """The words of a line; the model's pieces are runs of one kind of character, each with its box."""
    import numpy as np

    waiting = [(str(piece), float(score), np.asarray(box, dtype=float)) for piece, score, box in pieces]
    for word in text.split():
        taken: list[tuple[str, float, Any]] = []
        length = 0
        while waiting and length < len(word):
            taken.append(waiting.pop(0))
            length += len("".join(taken[-1][0].split()))
        if not taken:
            return
        corners = np.concatenate([box for _, _, box in taken])
        (x0, top), (x1, bottom) = corners.min(axis=0), corners.max(axis=0)
        yield Word(
            word, float(x0), float(top), float(x1), float(bottom), _probability(min(s for _, s, _ in taken)), line
        )
