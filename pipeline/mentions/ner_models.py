"""Entity models: ours, checked against the manifest before they are loaded, or any spaCy pipeline that a user names."""

from __future__ import annotations

import hashlib
import importlib
import json
import sys
from collections.abc import Callable, Mapping
from importlib import resources
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING, Any

from pipeline.errors import ConfigError

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokenizer import Tokenizer

#: No model at all: names and organizations by rules alone.
RULES = "rules"

#: Labels of other people's pipelines that say what ours say. CoNLL's, OntoNotes', spaCy's WikiNER pipelines'.
_LABELS = {
    "PERSON": "PERSON",
    "PER": "PERSON",
    "ORG": "ORG",
    "NORP": "",
    "PLACE": "PLACE",
    "GPE": "PLACE",
    "LOC": "PLACE",
    "FAC": "PLACE",
    "FACILITY": "PLACE",
    "LOCATION": "PLACE",
    "ORGANIZATION": "ORG",
    "DATE": "DATE",
}

#: What an entity recogniser does not need: loading and running them would cost more than the entities.
_UNNEEDED = ["tagger", "parser", "attribute_ruler", "lemmatizer", "morphologizer", "senter", "textcat"]

#: What our models ask of a new word. spaCy would work out four times as much, "like an address" and all.
_ASKED = ("LOWER", "NORM", "PREFIX", "SUFFIX", "SHAPE", "IS_SPACE", "LANG")

#: What our tokenizer is called among spaCy's; see ``_stored_tokenizer``.
_STORED = "minutebook.stored_tokenizer"


def load(name: str) -> Language | None:
    """The spaCy pipeline called ``name``, None for "rules".

    ``name`` is "default", "fast" or "accurate" (shipped with the package), "rules", an installed spaCy package, or the
    path of a pipeline's folder. Raises ConfigError when there is none, when a shipped file is not the one that was
    tested, and when the pipeline sets no entities.
    """
    manifest = _manifest()
    chosen = manifest["default"] if name == "default" else name
    if chosen == RULES:
        return None
    if chosen in manifest["models"]:
        folder = _folder() / chosen
        _verify(folder, chosen, manifest["models"][chosen]["files"])
        return _open(str(folder), chosen, {"nlp.tokenizer": {"@tokenizers": _STORED}})
    spacy = _spacy()  # half a second; only where there is a model to load
    if not Path(chosen).is_dir() and not spacy.util.is_package(chosen):
        known = ", ".join([RULES, *manifest["models"]])
        raise ConfigError(
            f"There is no entity model '{chosen}'.",
            remedy=f"Choose {known}, a spaCy pipeline's folder, or install it: python -m spacy download {chosen}.",
        )
    return _open(chosen, chosen, {})


def version(nlp: Language | None) -> str:
    """What ``documents.model_version`` says: "rules", "fast 1.0.0", "en_core_web_trf 3.8.0"."""
    if nlp is None:
        return RULES
    return f"{title(nlp)} {nlp.meta.get('version', '?')}"


def title(nlp: Language) -> str:
    """The model's name: "fast", "en_core_web_trf"."""
    name = str(nlp.meta.get("name", "unnamed"))
    return name if name in _manifest()["models"] else f"{nlp.lang}_{name}"


def labels(nlp: Language) -> Mapping[str, str]:
    """The model's labels in our words: PERSON, ORG, PLACE or DATE; a label that says something else is left out."""
    known = {label for pipe in nlp.pipe_names for label in nlp.pipe_labels.get(pipe, [])} or set(_LABELS)
    return {label: _LABELS[label.upper()] for label in known if _LABELS.get(label.upper())}


def _folder() -> Path:
    return Path(str(resources.files("pipeline").joinpath("models")))


def _manifest() -> dict[str, Any]:
    """Which models are shipped, which of them is the default, and the sha256 of each of their files."""
    path = _folder() / "manifest.json"
    try:
        manifest: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise ConfigError(
            f"The list of models {path} cannot be read: {error}.", remedy="Install the package again."
        ) from error
    return manifest


def _verify(folder: Path, name: str, files: Mapping[str, str]) -> None:
    present = {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}
    for file in sorted(present | set(files)):
        wanted = files.get(file)
        if file not in present or hashlib.sha256((folder / file).read_bytes()).hexdigest() != wanted:
            fault = "is missing" if file not in present else "is not the file that belongs to it"
            raise ConfigError(f"The model '{name}' is damaged: {file} {fault}.", remedy="Install the package again.")


def _spacy() -> Any:
    """The package spaCy without its command line.

    ``import spacy`` imports the commands too, and with them an HTTP client (which tries a socket when it is imported)
    and a toolkit for terminals: a third of the package's time. Nothing but ``spacy.info`` uses them, so they are kept
    out while the package is imported, and importable afterwards.
    """
    if "spacy" not in sys.modules:
        commands, info = ModuleType("spacy.cli"), ModuleType("spacy.cli.info")
        info.info = None  # type: ignore[attr-defined]
        sys.modules |= {"spacy.cli": commands, "spacy.cli.info": info}
        try:
            importlib.import_module("spacy")
        finally:
            del sys.modules["spacy.cli"], sys.modules["spacy.cli.info"]
    return importlib.import_module("spacy")


def _stored_tokenizer() -> Callable[[Language], Tokenizer]:
    """A tokenizer whose rules come from the model's folder alone: no need to make those of the language before.

    The words that it makes have the attributes that our models ask for, and no others.
    """
    from spacy.attrs import IDS
    from spacy.tokenizer import Tokenizer

    def made(nlp: Language) -> Tokenizer:
        vocab: Any = nlp.vocab
        vocab.lex_attr_getters = {IDS[name]: vocab.lex_attr_getters[IDS[name]] for name in _ASKED}
        return Tokenizer(vocab)

    return made


def _open(place: str, name: str, config: Mapping[str, Any]) -> Language:
    from pipeline.mentions import ner_accurate

    spacy = _spacy()

    ner_accurate.register()
    spacy.registry.tokenizers(_STORED, func=_stored_tokenizer)
    try:
        nlp: Language = spacy.load(place, exclude=_UNNEEDED, config=config)
    except (OSError, ValueError, ImportError, KeyError) as error:
        reason = str(error).splitlines()[0] if str(error) else type(error).__name__
        raise ConfigError(
            f"The entity model '{name}' cannot be loaded: {reason}", remedy="Check the folder or install it again."
        ) from error
    if not any("doc.ents" in nlp.get_pipe_meta(pipe).assigns for pipe in nlp.pipe_names):
        raise ConfigError(
            f"The spaCy pipeline '{name}' finds no entities.", remedy="Choose one with an entity recogniser."
        )
    return nlp
