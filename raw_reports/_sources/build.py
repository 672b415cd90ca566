"""Build the PDF samples of raw_reports/ from the YAML files beside this one: ``python raw_reports/_sources/build.py``.

The same sources give the same bytes (reportlab's invariant mode), so that a test can tell whether both still agree.
A source names its page (size, columns, running head and foot) and lists its content, one key an element: ``title``,
``heading``, ``text``, ``items``, ``numbered``, ``table``, ``gap``, ``column`` (goes on in the next one), ``page`` (a new page, with so many columns).
"""

from __future__ import annotations

import io
import sys
from pathlib import Path
from typing import Any

import yaml
from reportlab.lib import colors
from reportlab.lib.pagesizes import A4, LETTER
from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import (
    BaseDocTemplate,
    Flowable,
    Frame,
    FrameBreak,
    NextPageTemplate,
    PageBreak,
    PageTemplate,
    Paragraph,
    Spacer,
    Table,
    TableStyle,
)

HERE = Path(__file__).parent
MARGIN = 62.0
GUTTER = 22.0


def build(source: Path) -> bytes:
    """The PDF that ``source`` describes."""
    plan = yaml.safe_load(source.read_text(encoding="utf-8"))
    size = {"a4": A4, "letter": LETTER}[plan.get("size", "a4")]
    styles = _styles(plan.get("font", "Times"), plan.get("points", 10.5))
    buffer = io.BytesIO()
    document = BaseDocTemplate(
        buffer, pagesize=size, invariant=1, title=plan.get("title"), author=plan.get("author"), pageCompression=1
    )
    document.addPageTemplates([_template(columns, size, plan, styles) for columns in (1, 2)])
    columns = plan.get("columns", 1)
    story: list[Flowable] = [NextPageTemplate(str(columns))]
    if columns != 1:
        document.pageTemplates.reverse()
    for element in plan["content"]:
        story += _flowables(element, styles, size[0] - 2 * MARGIN)
    document.build(story)
    return buffer.getvalue()


def _styles(font: str, points: float) -> dict[str, ParagraphStyle]:
    bold = {"Times": "Times-Bold", "Helvetica": "Helvetica-Bold"}[font]
    plain = {"Times": "Times-Roman", "Helvetica": "Helvetica"}[font]
    text = ParagraphStyle("text", fontName=plain, fontSize=points, leading=points * 1.28, spaceAfter=points * 0.6)
    return {
        "text": text,
        "justified": ParagraphStyle("justified", text, alignment=4),
        "title": ParagraphStyle("title", text, fontName=bold, fontSize=points * 1.5, leading=points * 1.9, alignment=1),
        "subtitle": ParagraphStyle("subtitle", text, fontSize=points * 1.1, alignment=1),
        "heading": ParagraphStyle("heading", text, fontName=bold, fontSize=points * 1.12, spaceBefore=points * 0.7),
        "cell": ParagraphStyle("cell", text, fontSize=points * 0.9, leading=points * 1.1, spaceAfter=0),
        "head": ParagraphStyle("head", text, fontName=bold, fontSize=points * 0.9, leading=points * 1.1, spaceAfter=0),
        "item": ParagraphStyle("item", text, leftIndent=16, bulletIndent=3, spaceAfter=points * 0.35),
    }


def _template(columns: int, size: tuple[float, float], plan: dict[str, Any], styles: dict[str, Any]) -> PageTemplate:
    width, height = size
    column = (width - 2 * MARGIN - (columns - 1) * GUTTER) / columns
    frames = [
        Frame(MARGIN + n * (column + GUTTER), MARGIN, column, height - 2 * MARGIN, 0, 0, 0, 0, id=f"{columns}-{n}")
        for n in range(columns)
    ]

    def furniture(canvas: Canvas, document: BaseDocTemplate) -> None:
        canvas.setFont(styles["text"].fontName, 8.5)
        canvas.setFillGray(0.25)
        head, foot = plan.get("head"), plan.get("foot")
        if head:
            canvas.drawString(MARGIN, height - 40, head)
            canvas.line(MARGIN, height - 45, width - MARGIN, height - 45)
        if foot:
            canvas.drawCentredString(width / 2, 36, foot.replace("{page}", str(document.page)))

    return PageTemplate(str(columns), frames, onPage=furniture)


def _flowables(element: dict[str, Any], styles: dict[str, ParagraphStyle], width: float) -> list[Flowable]:
    ((kind, value),) = element.items()
    if kind in ("title", "subtitle", "heading", "text", "justified"):
        return [Paragraph(value, styles[kind])]
    if kind in ("items", "numbered"):
        marks = ["\u2022"] * len(value) if kind == "items" else [f"{n}." for n in range(1, len(value) + 1)]
        return [Paragraph(words, styles["item"], bulletText=mark) for words, mark in zip(value, marks, strict=True)]
    if kind == "table":
        return [_table(value, styles, width), Spacer(0, 9)]
    if kind == "gap":
        return [Spacer(0, value)]
    if kind == "column":
        return [FrameBreak()]
    if kind == "page":
        return [NextPageTemplate(str(value)), PageBreak()]
    raise ValueError(f"unknown element '{kind}'")


def _table(plan: dict[str, Any], styles: dict[str, ParagraphStyle], width: float) -> Table:
    rows = [[Paragraph(cell, styles["head"]) for cell in plan["head"]]] if "head" in plan else []
    rows += [[Paragraph(str(cell), styles["cell"]) for cell in row] for row in plan["rows"]]
    total = sum(plan["widths"])
    table = Table(rows, [width * part / total for part in plan["widths"]], repeatRows=1 if "head" in plan else 0)
    lines = [] if plan.get("plain") else [("GRID", (0, 0), (-1, -1), 0.5, colors.grey)]
    table.setStyle(TableStyle([*lines, ("VALIGN", (0, 0), (-1, -1), "TOP")]))
    return table


def main() -> int:
    """Write every PDF into raw_reports/."""
    for source in sorted(HERE.glob("*.yml")):
        target = HERE.parent / f"{source.stem}.pdf"
        target.write_bytes(build(source))
        print(target.name)
    return 0


if __name__ == "__main__":
    sys.exit(main())
