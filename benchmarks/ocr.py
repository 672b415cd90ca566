"""How well and how fast scans are read: words against the text layer of the same pages, by engine and kind of scan.

``python -m benchmarks.ocr [PDF or folder ...]`` renders pages of born-digital PDFs (raw_reports/ by default), makes
scans of them (benchmarks/scanning.py) and reads these with every engine that is here. Also how often a word is right
of which an engine is so sure. Writes benchmarks/results/<date>-ocr.json and .md. CPU seconds, programs included.
"""

from __future__ import annotations

import argparse
import datetime as dt
import os
import platform
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from benchmarks import scanning
from benchmarks.written import write
from pipeline.ocr import Ocr, rapid, tesseract
from pipeline.readers.language import detect

ROOT = Path(__file__).parent.parent
RESULTS = Path(__file__).parent / "results"
_WRITTEN = 400


def main() -> None:
    """Measure, print and write."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("inputs", nargs="*", type=Path, default=[ROOT / "raw_reports"], help="PDFs or folders")
    parser.add_argument("--pages", type=int, default=1, help="pages of each PDF")
    parser.add_argument("--kinds", nargs="+", default=list(scanning.KINDS), choices=list(scanning.KINDS))
    parser.add_argument("--engines", nargs="+", default=["tesseract", "rapidocr"])
    parser.add_argument("--out", type=Path, default=RESULTS, help="folder for the results")
    args = parser.parse_args()
    pages = list(_pages(args.inputs, args.pages))
    engines = [
        engine for engine in (tesseract.find(), rapid.find()) if engine and engine.name.split()[0] in args.engines
    ]
    result: dict[str, Any] = {
        "date": dt.datetime.now(dt.UTC).date().isoformat(),
        "machine": f"{platform.platform()}, {os.cpu_count()} cores",
        "pages": len(pages),
        "engines": {engine.name: _measured(Ocr(given=engine), pages, args.kinds) for engine in engines},
    }
    text = _shown(result)
    print(text)
    write(args.out, "ocr", result, text)


def _pages(inputs: list[Path], most: int) -> Iterator[tuple[Path, int, str]]:
    """Pages with a text layer to measure against: file, number from 0, text."""
    for path in inputs:
        for pdf in sorted(path.glob("*.pdf")) if path.is_dir() else [path]:
            for page in range(most):
                try:
                    text = scanning.text_of(pdf, page)
                except (IndexError, RuntimeError):
                    break
                if len(text) >= _WRITTEN:
                    yield pdf, page, text


def _measured(ocr: Ocr, pages: list[tuple[Path, int, str]], kinds: list[str]) -> dict[str, Any]:
    """Word F1 and CPU seconds a page by kind of scan, and the share of right words by confidence."""
    of_kind: dict[str, dict[str, float]] = {}
    told: Counter[int] = Counter()
    right: Counter[int] = Counter()
    for kind in kinds:
        scores, seconds = [], 0.0
        for seed, (pdf, page, text) in enumerate(pages):
            picture = scanning.scanned(pdf, page, kind, seed=seed)
            began = sum(os.times()[:4])
            sheet = ocr.read(picture, scanning.KINDS[kind], detect(text) or "en")
            seconds += sum(os.times()[:4]) - began
            scores.append(scanning.word_score(text, sheet.text))
            wanted = set(re.findall(r"\w+", text.lower()))
            for word in sheet.words:
                parts = re.findall(r"\w+", word.text.lower())
                told[int(word.confidence * 10)] += bool(parts)
                right[int(word.confidence * 10)] += bool(parts) and wanted.issuperset(parts)
        of_kind[kind] = {
            "f1": round(sum(scores) / len(scores), 3),
            "worst": round(min(scores), 3),
            "seconds": round(seconds / len(pages), 2),
        }
    sure = {f"{n / 10:.1f}": [told[n], round(right[n] / told[n], 2)] for n in sorted(told) if told[n]}
    return {"kinds": of_kind, "confidence": sure}


def _shown(result: dict[str, Any]) -> str:
    lines = [
        f"# OCR, {result['date']}",
        "",
        f"{result['machine']}; {result['pages']} born-digital pages made into scans, read and held against their text.",
        "CPU seconds include the preparation of the picture. `python -m benchmarks.ocr`",
        "",
        "| engine | scan | word F1 | worst page | CPU s/page |",
        "|---|---|--:|--:|--:|",
    ]
    for name, engine in result["engines"].items():
        for kind, row in engine["kinds"].items():
            scan = f"{kind} ({scanning.KINDS[kind]} dpi)"
            lines.append(f"| {name} | {scan} | {row['f1']:.3f} | {row['worst']:.3f} | {row['seconds']:.2f} |")
    lines += ["", "| engine | confidence from | words | right |", "|---|--:|--:|--:|"]
    for name, engine in result["engines"].items():
        rows = engine["confidence"].items()
        lines += [f"| {name} | {tenth} | {count:,} | {share:.2f} |" for tenth, (count, share) in rows]
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    main()
