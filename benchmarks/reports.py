"""Reports for measuring: real ones, and made ones with as many pages as wanted."""

from __future__ import annotations

from pathlib import Path
from typing import Any

SHARED = Path(__file__).parent.parent.parent / "shared"


def pdfs(inputs: list[Path], folder: Path) -> list[Path]:
    """The PDFs to measure with, each name once: of files and folders, of ../shared, or made in ``folder``."""
    chosen = inputs or [place for place in (SHARED / "archive", SHARED / "gold" / "documents") if place.is_dir()]
    paths = [path for item in chosen for path in (sorted(item.glob("*.pdf")) if item.is_dir() else [item])]
    return list({path.name: path for path in paths}.values()) or [
        report(folder / f"generated-{pages}.pdf", pages) for pages in (2, 5, 20, 60)
    ]


def report(path: Path, pages: int) -> Path:
    """A PDF report with as many pages, made anew."""
    from reportlab.lib.styles import getSampleStyleSheet
    from reportlab.platypus import PageBreak, Paragraph, SimpleDocTemplate

    styles = getSampleStyleSheet()
    flow: list[Any] = [
        Paragraph("Minutes of the Harbour Board", styles["Title"]),
        Paragraph("Held in Rotterdam, Netherlands, on 4 and 5 May 2019", styles["Normal"]),
        Paragraph("Present", styles["Heading2"]),
        *(Paragraph(f"Mr Jan de Vries {n}, Harbour Master, Port of Delft", styles["Normal"]) for n in range(20)),
    ]
    for page in range(pages):
        flow += [PageBreak()] if page else []
        flow.append(Paragraph(f"{page + 1}. Dredging of basin {page + 1}", styles["Heading2"]))
        for number in range(8):
            words = "The Board discussed the works and noted that the tender closes in June. " * 4
            flow.append(Paragraph(f"{words}The Board agreed to publish notice {number}.", styles["Normal"]))
    SimpleDocTemplate(str(path)).build(flow)
    return path
