"""One report written in every format that is read, each as programs of that kind would write it."""

from __future__ import annotations

import email.policy
import html
from collections.abc import Callable
from email.message import EmailMessage
from itertools import count

from tests import test_docx, test_odt

#: Kind and words: a heading with its level, a paragraph, a list with signs, a numbered list, a table with its head.
Part = tuple[str, list[str]] | tuple[str, list[list[str]]]

REPORT: list[tuple[str, list[list[str]]]] = [
    ("h1", [["Minutes of the 12th meeting of the Harbour Board"]]),
    ("p", [["Held on 3 May 2021 from 10:00 to 12:30 at Quay House, Bergen, Norway."]]),
    ("h2", [["Present"]]),
    ("table", [["Name", "Organisation"], ["Ada Moe (chair)", "Port of Bergen"],
               ["Bo Lindqvist", "Ministry of Fisheries"], ["Cy Dahl", "Seamen's Union"]]),
    ("h2", [["Apologies"]]),
    ("ul", [["Eve Holm"], ["Finn Aas"]]),
    ("h2", [["Agenda"]]),
    ("ol", [["Dredging of the outer basin"], ["Budget for 2022"], ["Any other business"]]),
    ("h2", [["Decisions"]]),
    ("ul", [["The board approved the budget for 2022."], ["The board decided to close the outer basin in June."],
            ["Bo Lindqvist will write to the ministry by 1 June 2021."]]),
    ("h2", [["Next meeting"]]),
    ("p", [["The next meeting will be held on 6 September 2021 in Oslo."]]),
]  # fmt: skip


def markdown() -> bytes:
    """Markdown, with a pipe table."""
    return "\n\n".join(_typed(kind, rows, "#") for kind, rows in REPORT).encode()


def rst() -> bytes:
    """reStructuredText, with a table of rows of "="."""
    return "\n\n".join(_typed(kind, rows, "=") for kind, rows in REPORT).encode()


def _typed(kind: str, rows: list[list[str]], marks: str) -> str:
    words = [row[0] for row in rows]
    if kind[0] == "h":
        level = int(kind[1])
        return f"{'#' * level} {words[0]}" if marks == "#" else f"{words[0]}\n{'=-'[level - 1] * len(words[0])}"
    if kind == "table" and marks == "#":
        lines = [f"| {' | '.join(row)} |" for row in rows]
        return "\n".join([lines[0], "|---|---|", *lines[1:]])
    if kind == "table":
        widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
        rule = "  ".join("=" * width for width in widths)
        lines = ["  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in rows]
        return "\n".join([rule, lines[0], rule, *lines[1:], rule])
    if kind == "ul":
        return "\n".join(f"- {line}" for line in words)
    return "\n".join(f"{number}. {line}" for number, line in enumerate(words, 1)) if kind == "ol" else words[0]


def page() -> str:
    """A web page, within the frame of its site."""
    parts = ["<nav><a href='/'>Home</a></nav>"]
    for kind, rows in REPORT:
        cells = [[html.escape(cell) for cell in row] for row in rows]
        if kind == "table":
            head = "".join(f"<th>{cell}</th>" for cell in cells[0])
            body = "".join("<tr>" + "".join(f"<td>{cell}</td>" for cell in row) + "</tr>" for row in cells[1:])
            parts.append(f"<table><tr>{head}</tr>{body}</table>")
        elif kind in ("ul", "ol"):
            parts.append(f"<{kind}>" + "".join(f"<li>{row[0]}</li>" for row in cells) + f"</{kind}>")
        else:
            parts.append(f"<{kind}>{cells[0][0]}</{kind}>")
    return f"<!doctype html><html lang='en'><body>{''.join(parts)}<footer>Imprint</footer></body></html>"


def docx() -> bytes:
    """A Word document."""
    parts = []
    for kind, rows in REPORT:
        cells = [[html.escape(cell, quote=False) for cell in row] for row in rows]
        if kind == "table":
            inner = "".join(
                "<w:tr>"
                + "".join(
                    f"<w:tc>{test_docx.paragraph(cell, run='<w:b/>' if number == 0 else '')}</w:tc>" for cell in row
                )
                + "</w:tr>"
                for number, row in enumerate(cells)
            )
            parts.append(f"<w:tbl>{inner}</w:tbl>")
        elif kind == "ul":
            parts += [test_docx.paragraph(f"• {row[0]}") for row in cells]
        elif kind == "ol":
            parts += [test_docx.paragraph(row[0], number=0) for row in cells]
        else:
            parts += [test_docx.paragraph(row[0], style={"h1": "H1", "h2": "H2"}.get(kind, "")) for row in cells]
    return test_docx.docx("".join(parts))


def odt() -> bytes:
    """An OpenDocument text."""
    parts = []
    for kind, rows in REPORT:
        cells = [[html.escape(cell, quote=False) for cell in row] for row in rows]
        if kind == "table":
            lines = [
                "".join(f"<table:table-cell><text:p>{cell}</text:p></table:table-cell>" for cell in row)
                for row in cells
            ]
            made = [f"<table:table-row>{line}</table:table-row>" for line in lines]
            head = f"<table:table-header-rows>{made[0]}</table:table-header-rows>"
            parts.append(f"<table:table>{head}{''.join(made[1:])}</table:table>")
        elif kind == "ul":
            parts += [f"<text:p>• {row[0]}</text:p>" for row in cells]
        elif kind == "ol":
            parts.append(test_odt.listed(*(test_odt.item(row[0]) for row in cells)))
        elif kind == "p":
            parts.append(f"<text:p>{cells[0][0]}</text:p>")
        else:
            parts.append(f'<text:h text:outline-level="{kind[1]}">{cells[0][0]}</text:h>')
    return test_odt.odt("".join(parts))


def rtf() -> bytes:
    """Rich Text Format."""
    styles = r"{\stylesheet{\s0 Normal;}{\s1\b heading 1;}{\s2\b heading 2;}}"
    parts = []
    for kind, rows in REPORT:
        number = count(1)
        for position, row in enumerate(rows):
            if kind == "table":
                weight = r"\b " if position == 0 else r"\b0 "
                parts.append(rf"\trowd\pard\intbl {''.join(weight + cell + chr(92) + 'cell ' for cell in row)}\row")
            elif kind == "ol":
                parts.append(rf"\pard{{\listtext {next(number)}.\tab}}\ls1 {row[0]}\par")
            elif kind == "ul":
                parts.append(rf"\pard{{\listtext\'95\tab}}\ls2 {row[0]}\par")
            else:
                parts.append(rf"\pard\s{kind[1] if kind[0] == 'h' else 0} {row[0]}\par")
    return (r"{\rtf1\ansi" + styles + "\n".join(parts) + "}").encode("cp1252")


def mail(*, as_page: bool) -> bytes:
    """A message that holds the report as its body."""
    made = EmailMessage()
    made["From"] = "Ada Moe <ada@example.org>"
    made["Subject"] = "Minutes of the 12th meeting of the Harbour Board"
    made["Message-ID"] = "<1@example.org>"
    if as_page:
        made.set_content("See the page.")
        made.add_alternative(page(), subtype="html")
    else:
        made.set_content(rst().decode())
    return made.as_bytes(policy=email.policy.SMTP)


FORMATS: dict[str, Callable[[], bytes]] = {
    "report.md": markdown,
    "report.rst": rst,
    "report.html": lambda: page().encode(),
    "report.docx": docx,
    "report.odt": odt,
    "report.rtf": rtf,
    "report.eml": lambda: mail(as_page=True),
}


def long(name: str, times: int) -> bytes:
    """The report so many times over, in one file of the format."""
    once = list(REPORT)
    try:
        REPORT.extend(once * (times - 1))
        return FORMATS[name]()
    finally:
        del REPORT[len(once) :]
