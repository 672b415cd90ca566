"""When a result still stands: digests of everything that could give another result for the same bytes.

In parts, so that a newer pipeline extracts only what its change touches: ``core`` (nearly all code, English words,
settings) has a say in every document; ``reader:pdf``, ``lexicon:de``, ``ocr`` and ``model`` only in those that name
them.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import shutil
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import fields
from importlib.util import find_spec
from pathlib import Path

from pipeline import config
from pipeline.config import LIMITS, PIPELINE_VERSION, WITHOUT_SAY, Settings
from pipeline.lexicon import languages
from pipeline.readers import READERS
from pipeline.store.work import Work

#: What has no say in what a document gives. All else in the package does: code, lexicon, gazetteer, model.
_ASIDE = frozenset(
    {"cli", "query.py", "export.py", "evaluate", "batch", "engine", "store", "link.py", "models", "__init__.py"}
)
#: Programs and packages that some files need; what failed for want of one is tried again once it is there.
PROGRAMS = ("soffice", "libreoffice", "tesseract")
PACKAGES = ("rapidocr",)
_IMPORTS = re.compile(r"\bpipeline\.readers(?:\.(?P<name>\w+)| import (?P<names>\([^)]*\)|[^\n(]+))")
#: Libraries whose version has a say, by part.
_LIBRARIES = {
    "core": ("ftfy", "charset-normalizer"),
    "reader:pdf": ("pypdfium2", "pdfplumber"),
    "reader:docx": ("lxml",),
    "reader:html": ("lxml",),
    "ocr": ("rapidocr", "pillow"),
    "model": ("spacy", "onnxruntime", "tokenizers"),
}
_NAME = re.compile(r"\w+")
#: A module of the readers, as a path in the package.
_FORMAT = re.compile(r"readers/\w+\.py")


def work(settings: Settings) -> Work:
    """The parts' digests, and the limits of a run."""
    root = Path(config.__file__).parent
    files = _files(root)
    texts = {Path(name).stem: data.decode() for name, data in files.items() if _FORMAT.fullmatch(name)}
    formats = {reader.module for reader in READERS}
    outside = (data for name, data in files.items() if name.endswith(".py") and not _FORMAT.fullmatch(name))
    used = {name for data in outside if b"pipeline.readers" in data for name in _imported(data.decode())}
    shared = _closure({"__init__", *used, *_imported(texts["__init__"])} - formats, texts, stop=formats)
    parts = {"core": _digest(_core(files, shared), _said(settings))}
    for name in sorted(formats):
        closure = {f"readers/{part}.py" for part in _closure({name}, texts)}
        parts[f"reader:{name}"] = _digest((path, data) for path, data in files.items() if path in closure)
    for language in languages():
        if language != "en":
            parts[f"lexicon:{language}"] = _digest(_below(f"lexicon/{language}/", files))
    parts["ocr"] = _digest(_below("ocr/", files))
    parts["model"] = _model(settings.model, root)
    for name, libraries in _LIBRARIES.items():
        parts[name] = "; ".join([parts.get(name, ""), *(f"{library} {_version(library)}" for library in libraries)])
    there = [name for name in PROGRAMS if shutil.which(name)]
    there += [name for name in PACKAGES if find_spec(name)]
    return Work(parts, "/".join([*(f"{getattr(settings, name):g}" for name in LIMITS), *there]))


def _files(root: Path) -> dict[str, bytes]:
    """The files that have a say, by their path in the package, in a fixed order."""
    found = {}
    for folder, inner, names in os.walk(root):
        here = Path(folder).relative_to(root).as_posix()
        inner[:] = sorted(name for name in inner if name != "__pycache__" and not (here == "." and name in _ASIDE))
        for name in sorted(names):
            if here != ".":
                found[f"{here}/{name}"] = (Path(folder) / name).read_bytes()
            elif name not in _ASIDE:
                found[name] = (root / name).read_bytes()
    return found


def _below(folder: str, files: Mapping[str, bytes]) -> Iterator[tuple[str, bytes]]:
    return ((name, data) for name, data in files.items() if name.startswith(folder))


def _core(files: Mapping[str, bytes], shared: set[str]) -> Iterator[tuple[str, bytes]]:
    """What every document depends on: all but readers of formats and words of languages other than English."""
    for name, data in files.items():
        folder, _, rest = name.partition("/")
        if folder == "lexicon" and "/" in rest and not rest.startswith(("en/", "schema/")):
            continue
        if folder == "ocr" or (_FORMAT.fullmatch(name) and Path(name).stem not in shared):
            continue
        yield name, data


def _imported(text: str) -> set[str]:
    """Names that a module imports from the readers."""
    found: set[str] = set()
    for match in _IMPORTS.finditer(text):
        found.update([match["name"]] if match["name"] else _NAME.findall(match["names"]))
    return found


def _closure(names: set[str], texts: dict[str, str], *, stop: frozenset[str] | set[str] = frozenset()) -> set[str]:
    """Modules of the readers that these import, one through the other, themselves included."""
    found: set[str] = set()
    queue = [name for name in names if name in texts]
    while queue:
        name = queue.pop()
        if name not in found:
            found.add(name)
            queue.extend(_imported(texts[name]) & texts.keys() - found - set(stop))
    return found


def _said(settings: Settings) -> str:
    """The settings that have a say, and the version."""
    silent = {"model", *LIMITS, *WITHOUT_SAY}
    told = {item.name: getattr(settings, item.name) for item in fields(settings) if item.name not in silent}
    return json.dumps({"version": PIPELINE_VERSION, **told}, sort_keys=True, default=str)


def _model(name: str, root: Path) -> str:
    """The entity model: our own by the hashes of their manifest, which are checked when they are loaded."""
    manifest = json.loads((root / "models" / "manifest.json").read_text(encoding="utf-8"))
    chosen = manifest["default"] if name == "default" else name
    if chosen in manifest["models"]:
        return json.dumps(manifest["models"][chosen], sort_keys=True)
    path = Path(chosen)
    files = sorted(item for item in path.rglob("*") if item.is_file()) if path.is_dir() else []
    named = ((item.relative_to(path).as_posix(), item.read_bytes()) for item in files)
    return _digest(named) if files else f"{chosen} {_version(chosen)}"


def _version(library: str) -> str:
    from importlib import metadata

    try:
        return metadata.version(library)
    except (metadata.PackageNotFoundError, ValueError):
        return ""


def _digest(files: Iterable[tuple[str, bytes]], said: str = "") -> str:
    digest = hashlib.sha256(said.encode())
    for name, data in files:
        digest.update(f"\n{name}\n".encode())
        digest.update(hashlib.sha256(data).digest())
    return digest.hexdigest()[:24]
