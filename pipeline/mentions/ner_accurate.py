"""The accurate model as a spaCy component: a small transformer in ONNX that labels words, set as ``doc.ents``.

``doc.user_data[SCORES]`` holds the model's own probability of each entity, in their order.
"""

from __future__ import annotations

import json
import shutil
from bisect import bisect_left
from collections.abc import Iterable, Iterator
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from pipeline.mentions import ner_windows
from pipeline.mentions.ner_entities import SCORES

if TYPE_CHECKING:
    from numpy.typing import NDArray
    from spacy.language import Language
    from spacy.tokens import Doc

FACTORY = "minutebook_encoder"
_FILES = ("model.onnx", "tokenizer.json", "settings.json")

#: Pieces that go through the network together: what lies between its layers then fits the processor's cache.
_TOGETHER = 400


class Encoder:
    """The component. Its weights, word pieces and settings are files, read by ``from_disk``."""

    def __init__(self) -> None:
        self._session: Any = None
        self._tokenizer: Any = None
        self._folder = Path()

    @property
    def labels(self) -> tuple[str, ...]:
        return ner_windows.LABELS

    def __call__(self, doc: Doc) -> Doc:
        """``doc`` with its entities."""
        return next(iter(self.pipe([doc])))

    def pipe(self, stream: Iterable[Doc], *, batch_size: int = 64) -> Iterator[Doc]:
        """The documents of ``stream`` with their entities, read ``batch_size`` at a time."""
        docs = iter(stream)
        while batch := list(islice(docs, batch_size)):
            yield from self._annotated(batch)

    def _annotated(self, docs: list[Doc]) -> list[Doc]:
        texts = [doc.text for doc in docs]
        encoded = ner_windows.encode(texts, self._tokenizer)
        windows = [window for number, pieces in enumerate(encoded) for window in ner_windows.windows(pieces, number)]
        scores = [np.zeros((len(pieces.first), len(ner_windows.TAGS)), dtype=np.float32) for pieces in encoded]
        for chosen in _groups(windows):
            (logits,) = self._session.run(None, ner_windows.batch(chosen, encoded))
            for row, window in zip(logits, chosen, strict=True):
                first = np.asarray(encoded[window.text].first[window.low : window.high]) - window.start + 1
                scores[window.text][window.low : window.high] = row[first]
        for doc, pieces, rows in zip(docs, encoded, scores, strict=True):
            _set(doc, pieces, rows)
        return docs

    def to_disk(self, path: str | Path, *, exclude: Iterable[str] = ()) -> None:
        """Writes the component's files into the folder ``path``."""
        del exclude
        folder = Path(path)
        folder.mkdir(parents=True, exist_ok=True)
        for name in _FILES:
            shutil.copyfile(self._folder / name, folder / name)

    def from_disk(self, path: str | Path, *, exclude: Iterable[str] = ()) -> Encoder:
        """This component with the files of the folder ``path``."""
        del exclude
        # Half a second, and only where this model is used.
        import onnxruntime
        from tokenizers import Tokenizer

        self._folder = folder = Path(path)
        settings = json.loads((folder / "settings.json").read_text(encoding="utf-8"))
        if settings["tags"] != list(ner_windows.TAGS) or settings["cases"] != ner_windows.CASES:
            raise ValueError("the model's tags are not those that this version reads")
        options = onnxruntime.SessionOptions()
        # One thread a worker: the archive is what runs in parallel.
        options.intra_op_num_threads = options.inter_op_num_threads = 1
        self._session = onnxruntime.InferenceSession(
            str(folder / "model.onnx"), options, providers=["CPUExecutionProvider"]
        )
        self._tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
        self._tokenizer.no_truncation()
        self._tokenizer.no_padding()
        return self


def _groups(windows: list[ner_windows.Window]) -> Iterator[list[ner_windows.Window]]:
    """Windows of like length, some _TOGETHER pieces at a time."""
    group: list[ner_windows.Window] = []
    for window in sorted(windows, key=lambda window: window.end - window.start):
        if group and (len(group) + 1) * (window.end - window.start) > _TOGETHER:
            yield group
            group = []
        group.append(window)
    if group:
        yield group


def make(nlp: Language, name: str) -> Encoder:
    """The component for a pipeline; its weights come with ``from_disk``."""
    del nlp, name
    return Encoder()


def register() -> None:
    """Makes the component known to spaCy under FACTORY. Doing it again changes nothing."""
    from spacy.language import Language

    Language.factory(FACTORY, assigns=["doc.ents"], func=make)


def _set(doc: Doc, pieces: ner_windows.Pieces, scores: NDArray[np.float32]) -> None:
    """Entities of the best tags; of two that share a token of spaCy's, the longer one stays."""
    from spacy.util import filter_spans

    tags = ner_windows.best_tags(scores) if len(scores) else []
    sure = _probabilities(scores, tags)
    starts = [start for start, _ in pieces.words]
    found = {}
    for start, end, label in ner_windows.spans(tags, pieces.words, doc.text):
        span = doc.char_span(start, end, label=label, alignment_mode="expand")
        if span is not None:
            found[span] = min(sure[bisect_left(starts, start) : bisect_left(starts, end)])
    kept = sorted(filter_spans(found))
    doc.ents = tuple(kept)
    doc.user_data[SCORES] = [found[span] for span in kept]


def _probabilities(scores: NDArray[np.float32], tags: list[int]) -> list[float]:
    """How probable the network finds each word's tag."""
    if not tags:
        return []
    powers = np.exp(scores - scores.max(axis=1, keepdims=True))
    chosen: list[float] = (powers[np.arange(len(tags)), tags] / powers.sum(axis=1)).tolist()
    return chosen
