"""Puts a finished model into the package: ``python -m training.ship fast|accurate MODEL_DIR``.

The words that training left in the vocabulary stay behind (the model does not need them), the card's facts go into
meta.json, and the sha256 of each file into pipeline/models/manifest.json: a file that differs is not loaded.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import shutil
from pathlib import Path

import spacy

from pipeline.mentions import ner_accurate

MODELS = Path(__file__).parents[1] / "pipeline" / "models"
MANIFEST = MODELS / "manifest.json"

ABOUT = {
    "fast": "People, organizations, places and dates in meeting reports: a convolutional network of spaCy's.",
    "accurate": "People, organizations, places and dates in meeting reports: MiniLM-L6, int8, with case classes.",
}


def ship(name: str, source: Path, version: str) -> Path:
    """Writes model ``name`` into the package and its hashes into the manifest; returns its folder."""
    ner_accurate.register()
    nlp = spacy.load(source)
    nlp.meta.update(
        {
            "lang": "en",
            "name": name,
            "version": version,
            "spacy_version": ">=3.8,<3.9",
            "description": ABOUT[name],
            "license": "CC BY-SA 4.0",
            "author": "minutebook",
            "url": "",
            "email": "",
            "vectors": {},
            "performance": {},
            "sources": [],
            "notes": "See docs/model.md.",
        }
    )
    nlp.config["paths"] |= {"train": None, "dev": None}  # where it was trained is nobody's business
    target = MODELS / name
    shutil.rmtree(target, ignore_errors=True)
    nlp.to_disk(target, exclude=["vocab"])
    files = sorted(path for path in target.rglob("*") if path.is_file())
    manifest = (
        json.loads(MANIFEST.read_text(encoding="utf-8")) if MANIFEST.exists() else {"default": name, "models": {}}
    )
    manifest["models"][name] = {
        "version": version,
        "bytes": sum(path.stat().st_size for path in files),
        "files": {path.relative_to(target).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest() for path in files},
    }
    MANIFEST.write_text(json.dumps(manifest, indent=2) + "\n", encoding="utf-8")
    return target


def main() -> None:
    """Ships the model that the arguments name."""
    parser = argparse.ArgumentParser(prog="python -m training.ship", description=__doc__)
    parser.add_argument("name", choices=sorted(ABOUT))
    parser.add_argument("source", type=Path)
    parser.add_argument("--version", default="1.0.0")
    options = parser.parse_args()
    print(f"Shipped: {ship(options.name, options.source, options.version)}")


if __name__ == "__main__":
    main()
