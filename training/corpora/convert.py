"""The union of the public corpora: ``python -m training.corpora.convert DOWNLOADS TARGET`` (see sources.yml).

DOWNLOADS holds a folder for each corpus, named as in sources.yml, with its files as published. The result is
TARGET/train.jsonl.gz and TARGET/test.jsonl.gz.
"""

from __future__ import annotations

import argparse
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import yaml

from training.corpora import formats
from training.corpora.formats import Sentence
from training.examples import Example, save

SOURCES = Path(__file__).with_name("sources.yml")

#: Endings of the files that each format is read from.
_FILES = {"conll": ("*.txt", "*.conll"), "iob2": ("*.iob2",), "docred": ("*.json",), "gum": ("*.conllu",)}

_MONTH = r"(?:Jan|Feb|Mar|Apr|May|June?|July?|Aug|Sept?|Oct|Nov|Dec)[a-z]*\.?"
# "29 May 2019", "May 29, 2019", "2019-05-29", "May 2019", "1998"
_DATE = re.compile(
    rf"\b\d{{1,2}}(?:st|nd|rd|th)?(?: of)? {_MONTH}(?:,? \d{{4}})?\b"
    rf"|\b{_MONTH} \d{{1,2}}(?:st|nd|rd|th)?(?:, \d{{4}})?\b"
    rf"|\b{_MONTH},? \d{{4}}\b|\b\d{{4}}-\d{{2}}-\d{{2}}\b|\b(?:1[89]|20)\d{{2}}\b"
)
# What may be a date and may be none: "Monday", "last year", "1990s", "3/4/2001", "May".
_MAYBE = re.compile(
    rf"\b(?:(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|\d{{1,2}}[/.]\d{{1,2}}[/.]\d{{2,4}}|\d{{4}}s|{_MONTH}"
    r"|(?:last|next|this) (?:year|month|week)|today|yesterday|tomorrow)\b"
)


def to_example(sentence: Sentence, about: dict[str, Any], source: str) -> Example:
    """The sentence as an example, its labels in our words; dates by pattern where the corpus has none."""
    text, starts = "", []
    for token, space in zip(sentence.tokens, sentence.spaces, strict=True):
        starts.append(len(text))
        text += token + (" " if space else "")
    found = [
        (starts[first], starts[last - 1] + len(sentence.tokens[last - 1]), label)
        for first, last, label in sentence.stretches
    ]
    return labelled(text.rstrip(), found, about, source)


def labelled(text: str, found: list[tuple[int, int, str]], about: dict[str, Any], source: str) -> Example:
    """The text with the corpus's labels (``found``) turned into ours."""
    entities: list[tuple[int, int, str]] = []
    missing: list[tuple[int, int]] = []
    for start, end, name in found:
        label = about["labels"].get(name, "-")
        if label == "?":
            missing.append((start, end))
        elif label != "-" and not any(start < other[1] and other[0] < end for other in entities):
            entities.append((start, end, label))
    if not about.get("dated"):
        taken = [(start, end) for start, end, _ in entities] + missing
        for pattern, sure in ((_DATE, True), (_MAYBE, False)):
            for match in pattern.finditer(text):
                if any(match.start() < end and start < match.end() for start, end in taken):
                    continue
                taken.append(match.span())
                if sure:
                    entities.append((*match.span(), "DATE"))
                else:
                    missing.append(match.span())
    return Example(text, tuple(sorted(entities)), tuple(sorted(missing)), source)


def examples(source: str, about: dict[str, Any], folder: Path) -> Iterator[Example]:
    """The examples of one corpus."""
    if about["format"] == "re3d":
        for place in sorted(path.parent for path in folder.rglob("documents.json") if "BBC" not in path.parent.name):
            for text, found in formats.re3d(place):
                yield labelled(text, found, about, source)
        return
    for path in sorted(path for ending in _FILES[about["format"]] for path in folder.rglob(ending)):
        text = path.read_text(encoding="utf-8", errors="replace")
        if about["format"] == "docred":
            sentences = formats.docred(text)
        else:
            sentences = {"conll": formats.conll, "iob2": formats.iob2, "gum": formats.gum}[about["format"]](
                text.splitlines()
            )
        for sentence in sentences:
            yield to_example(sentence, about, source)


def main() -> None:
    """Converts every corpus that is there, and says which are not."""
    parser = argparse.ArgumentParser(prog="python -m training.corpora.convert", description=__doc__)
    parser.add_argument("downloads", type=Path)
    parser.add_argument("target", type=Path)
    options = parser.parse_args()
    union: dict[str, list[Example]] = {"train": [], "test": []}
    for source, about in yaml.safe_load(SOURCES.read_text(encoding="utf-8")).items():
        folder = options.downloads / source
        if not folder.is_dir():
            print(f"{source} is not in {options.downloads}; get it from {about['url']} ({about['licence']})")
            continue
        union[about.get("use", "train")] += examples(source, about, folder)
    options.target.mkdir(parents=True, exist_ok=True)
    for name, found in union.items():
        print(f"{name}: {save(found, options.target / f'{name}.jsonl.gz')} texts")


if __name__ == "__main__":
    main()
