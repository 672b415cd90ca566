"""When a result still stands: digests of everything that could give another result for the same bytes.

In parts, so that a newer pipeline extracts only what its change touches: ``core`` (nearly all code, English words,
settings) has a say in every document; ``reader:pdf``, ``lexicon:de``, ``ocr`` and ``model`` only in those that name
them.
"""

from __future__ import annotations

import hashlib
import json
import re
import shutil
from collections.abc import Iterable, Iterator
from dataclasses import fields
from importlib.util import find_spec
from pathlib import Path

from pipeline import config
from pipeline.config import LIMITS, PIPELINE_VERSION, WITHOUT_SAY, Settings
from pipeline.store.work import Work

#: What has no say in what a document gives. All else in the package does: code, lexicon, gazetteer, model.
_ASIDE = frozenset(
    {"cli", "query.py", "export.py", "evaluate", "batch", "engine", "store", "link.py", "models", "__init__.py"}
)
#: Programs and packages that some files need; what failed for want of one is tried again once it is there.
PROGRAMS = ("soffice", "libreoffice", "tesseract")
PACKAGES = ("rapidocr",)
#: What the package ``pipeline.readers`` imports to choose among: its formats.
_FORMATS = re.compile(r"^from pipeline\.readers import (?P<names>\([^)]*\)|[^\n(]+)$", re.MULTILINE)
_IMPORTS = re.compile(r"\bpipeline\.readers(?:\.(?P<name>\w+)| import (?P<names>\([^)]*\)|[^\n(]+))")
#: Libraries whose version has a say, by part.
_LIBRARIES = {
    "core": ("ftfy", "charset-normalizer", "rigour"),
    "reader:pdf": ("pypdfium2", "pdfplumber"),
    "reader:docx": ("lxml",),
    "reader:html": ("lxml",),
    "ocr": ("rapidocr", "pillow"),
    "model": ("spacy", "onnxruntime", "tokenizers"),
}
_NAME = re.compile(r"\w+")


def work(settings: Settings) -> Work:
    """The parts' digests, and the limits of a run."""
    root = Path(config.__file__).parent
    texts = {path.stem: path.read_text(encoding="utf-8") for path in sorted((root / "readers").glob("*.py"))}
    formats = {
        name
        for match in _FORMATS.finditer(texts["__init__"])
        for name in _NAME.findall(match["names"])
        if name in texts
    }
    files = list(_files(root))
    used = {
        name
        for path in files
        if path.suffix == ".py" and path.parent.name != "readers"
        for name in _imported(path.read_text(encoding="utf-8"))
    }
    shared = _closure({"__init__", *used, *_imported(texts["__init__"])} - formats, texts, stop=formats)
    parts = {"core": _digest(root, _core(root, files, shared), _said(settings))}
    for name in sorted(formats):
        closure = _closure({name}, texts)
        parts[f"reader:{name}"] = _digest(root, [root / "readers" / f"{part}.py" for part in sorted(closure)])
    for folder in sorted((root / "lexicon").iterdir()):
        if folder.is_dir() and folder.name not in ("en", "schema", "__pycache__"):
            parts[f"lexicon:{folder.name}"] = _digest(root, [path for path in files if folder in path.parents])
    parts["ocr"] = _digest(root, [path for path in files if root / "ocr" in path.parents])
    parts["model"] = _model(settings.model, root)
    for name, libraries in _LIBRARIES.items():
        parts[name] = "; ".join([parts.get(name, ""), *(f"{library} {_version(library)}" for library in libraries)])
    there = [name for name in PROGRAMS if shutil.which(name)]
    there += [name for name in PACKAGES if find_spec(name)]
    return Work(parts, "/".join([*(f"{getattr(settings, name):g}" for name in LIMITS), *there]))


def _files(root: Path) -> Iterator[Path]:
    for part in sorted(root.iterdir()):
        if part.name not in _ASIDE:
            found = [part] if part.is_file() else sorted(part.rglob("*"))
            yield from (path for path in found if path.is_file() and "__pycache__" not in path.parts)


def _core(root: Path, files: Iterable[Path], shared: set[str]) -> list[Path]:
    """What every document depends on: all but readers of formats and words of languages other than English."""
    common = {root / "lexicon", root / "lexicon" / "en", root / "lexicon" / "schema"}
    return [
        path
        for path in files
        if not (
            (path.parent == root / "readers" and path.suffix == ".py" and path.stem not in shared)
            or (root / "lexicon" in path.parents and not common & {path.parent})
            or root / "ocr" in path.parents
        )
    ]


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
    return _digest(path, files) if files else f"{chosen} {_version(chosen)}"


def _version(library: str) -> str:
    from importlib import metadata

    try:
        return metadata.version(library)
    except (metadata.PackageNotFoundError, ValueError):
        return ""


def _digest(root: Path, files: Iterable[Path], said: str = "") -> str:
    digest = hashlib.sha256(said.encode())
    for path in files:
        digest.update(f"\n{path.relative_to(root).as_posix()}\n".encode())
        digest.update(hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()[:24]
