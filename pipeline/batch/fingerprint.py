"""When a result still stands: a fingerprint of everything that could give another result for the same bytes."""

from __future__ import annotations

import hashlib
from pathlib import Path

from pipeline import config
from pipeline.config import PIPELINE_VERSION, Settings
from pipeline.store.ledger import Work

#: What has no say in what a document gives. All else in the package does: code, lexicon, gazetteer, model.
WITHOUT_SAY = frozenset(
    {"cli", "query.py", "evaluate", "batch", "engine", "store", "link.py", "__init__.py", "py.typed"}
)


def work(settings: Settings, *, force: bool = False) -> Work:
    """The fingerprint and the limits of a run."""
    digest = hashlib.sha256(f"{PIPELINE_VERSION}\n{settings.model}\n".encode())
    root = Path(config.__file__).parent
    for part in sorted(root.iterdir()):
        if part.name not in WITHOUT_SAY:
            _add(digest, part, root)
    model = Path(settings.model)
    if model.exists():
        _add(digest, model, model.parent)
    limits = (
        settings.max_pages, settings.max_bytes, settings.max_characters,
        settings.max_members, settings.max_depth, settings.max_ratio,
        settings.timeout, settings.timeout_per_page, settings.memory,
    )  # fmt: skip
    return Work(digest.hexdigest()[:24], "/".join(f"{limit:g}" for limit in limits), force)


def _add(digest: hashlib._Hash, path: Path, root: Path) -> None:
    files = [path] if path.is_file() else sorted(item for item in path.rglob("*") if item.is_file())
    for file in files:
        if "__pycache__" not in file.parts:
            digest.update(f"{file.relative_to(root).as_posix()}\n".encode())
            digest.update(hashlib.sha256(file.read_bytes()).digest())
