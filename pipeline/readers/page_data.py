"""What a web page says of itself behind the scenes: its title, its language, when it was published."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any

#: Names of the day of publication, and of the last change, in tags and in schema.org data; the first that is there.
_PUBLISHED = (
    "article:published_time", "datepublished", "dcterms.issued", "dc.date.issued", "dcterms.created", "dc.date.created",
    "dcterms.date", "dc.date", "citation_publication_date", "publication_date", "pubdate", "publishdate", "date",
)  # fmt: skip
_MODIFIED = (
    "article:modified_time", "datemodified", "og:updated_time", "dcterms.modified", "dc.date.modified", "last-modified",
    "revised",
)  # fmt: skip
_DAY = re.compile(r"(?P<day>(?:19|20)\d\d-\d\d-\d\d)(?![\d])")
#: "Minutes of 3 May | Harbour Board", "Minutes – Harbour Board": the site's name stands behind the page's.
_SITE = re.compile(r"\s+[|»·•–—-]+\s+|\s+::\s+")
#: Office programs carry a template's title along.
_OFFICE = re.compile(r"\bword\b|office|writer")
_LONGEST = 1_000
#: Larger blocks of data are not about the page alone.
_MOST_DATA = 50_000


def metadata_of(root: Any) -> dict[str, str]:
    """The page's title, language and meta tags; keys are lower case."""
    language = (root.get("lang") or root.get("{http://www.w3.org/XML/1998/namespace}lang") or "")[:2].lower()
    found = {"language": language} if language else {}
    title = root.findtext(".//title")
    if title and title.strip():
        found["title"] = " ".join(title.split())
    for meta in root.iter("meta"):
        key = meta.get("name") or meta.get("property") or meta.get("itemprop") or meta.get("http-equiv")
        value = meta.get("content")
        if key and value and value.strip() and len(value) < _LONGEST:
            found.setdefault(key.lower().strip(), value.strip())
    for key, value in _of_schema(root):
        found.setdefault(key, value)
    time = next((element for element in root.iter("time") if _is_publication(element)), None)
    if time is not None:
        found.setdefault("pubdate", time.get("datetime", ""))
    return found


def title_line(root: Any, metadata: Mapping[str, str]) -> str:
    """A line "title: ..." for a page that has no headings of its own, else nothing."""
    title = metadata.get("og:title") or metadata.get("title") or ""
    made = f"{metadata.get('generator', '')} {metadata.get('progid', '')}".lower()
    if not title or _OFFICE.search(made) or next(root.iter("h1", "h2", "h3"), None) is not None:
        return ""
    named = _SITE.split(title)[0].strip()
    return f"title: {named}" if len(named.split()) > 1 else ""


def day_line(metadata: Mapping[str, str]) -> str:
    """A line "published: 2020-05-01" or "modified: ..." as evidence of the day, nothing where the page does not say."""
    for label, names in (("published", _PUBLISHED), ("modified", _MODIFIED)):
        for name in names:
            match = _DAY.match(metadata.get(name, ""))
            if match is not None:
                return f"{label}: {match['day']}"
    return ""


def _is_publication(element: Any) -> bool:
    """Whether a time tag says when the page was published: <time pubdate>, <time class="entry-date published">."""
    called = f"{element.get('class') or ''} {element.get('itemprop') or ''}".lower()
    return bool(element.get("datetime")) and (element.get("pubdate") is not None or "publish" in called)


def _of_schema(root: Any) -> Iterator[tuple[str, str]]:
    """Days in the page's schema.org data."""
    for script in root.iter("script"):
        if script.get("type") != "application/ld+json" or not script.text or len(script.text) > _MOST_DATA:
            continue
        try:
            data = json.loads(script.text)
        except (ValueError, RecursionError):
            continue
        parts = data if isinstance(data, list) else [data]
        graphs = [part["@graph"] for part in parts if isinstance(part, dict) and isinstance(part.get("@graph"), list)]
        for part in [*parts, *(item for graph in graphs for item in graph)]:
            if isinstance(part, dict):
                for key in ("datePublished", "dateModified"):
                    if isinstance(part.get(key), str):
                        yield key.lower(), part[key]
