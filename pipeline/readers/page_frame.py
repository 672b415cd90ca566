"""What of a web page is its frame rather than its content: menus, cookie notes, language switches, share buttons."""

from __future__ import annotations

import re
from typing import Any

#: Roles of the frame's parts, as pages state them for screen readers.
_ROLES = {"navigation", "banner", "contentinfo", "search", "complementary", "dialog", "alertdialog", "alert"}
#: Words that a frame's parts are called by, in classes and identifiers: "site-nav", "sideNavBox", "cookie_note".
_WORDS = frozenset({
    "addthis", "addtoany", "advert", "advertisement", "adverts", "banner", "breadcrumb", "breadcrumbs", "catlinks",
    "colophon", "comments", "consent", "contactbox", "contentsub", "cookie", "cookiebar", "cookiebot", "cookies",
    "editsection", "footer", "gdpr", "hreflang", "jumplink", "langswitch", "languages", "lightbox", "login",
    "megamenu", "menu", "modal", "nav", "navbar", "navbox", "navigation", "newsletter", "noprint", "onetrust",
    "pager", "pagination", "popup", "printfooter", "recommended", "related", "relatedposts", "ribbonrow", "searchbox",
    "searchform", "share", "sharedaddy", "sharing", "sidebar", "sidenav", "sitenotice", "sitesub", "skip", "skiplink",
    "social", "socials", "sponsor", "submenu", "subnav", "subscribe", "suitebar", "switcher", "toc", "toolbar",
    "topbar", "topnav", "vcard", "wpml",
})  # fmt: skip
#: Pairs of words that only together name a part of the frame: "site-header", "contact_info", "lang-switch".
_PAIRS = (
    ({"site", "page", "main", "global", "top"}, {"header", "masthead"}),
    ({"contact", "contacts"}, {"box", "card", "info", "block", "person", "widget", "details", "us"}),
    ({"lang", "language", "locale"}, {"switch", "selector", "select", "chooser", "list", "links", "block", "nav"}),
    ({"jump", "back"}, {"link", "nav", "top", "to"}),
    ({"latest", "recent", "more", "other"}, {"news", "posts", "articles", "stories"}),
    ({"post", "entry"}, {"tags", "categories", "navigation"}),
)
#: "has-sidebar", "no-nav": the element says what it has, not what it is.
_HAVING = {"no", "has", "with", "without", "hide", "not", "is"}
_PARTS = re.compile(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])")
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden")
#: These are never a part of the frame, whatever they are called; nor is what holds one of them.
_CONTENT = ("body", "html", "main", "article", "h1")
#: A part with more characters than this is content, whatever it is called.
_LONGEST = 3_000
#: Where wikis, blogs and SharePoint put what the page is about. <main> is not among them: pages made by hand have the
#: date and those present before it.
_MAIN = (
    ".//*[@id='mw-content-text']", ".//*[@id='bodyContent']", ".//*[@id='DeltaPlaceHolderMain']",
    ".//*[contains(concat(' ', @class, ' '), ' entry-content ')]",
)  # fmt: skip
#: It must hold so much of the page's words.
_SHARE = 0.4


def is_frame(element: Any) -> bool:
    """Whether an element is a part of the page's frame, by its role, by being hidden, or by what it is called."""
    if element.get("role") in _ROLES or element.get("hidden") is not None or element.get("aria-hidden") == "true":
        return True
    style = element.get("style")
    if style and _HIDDEN.search(style):
        return True
    called = f"{element.get('class') or ''} {element.get('id') or ''}"
    if not called.strip() or element.tag in _CONTENT or not _names_frame(called):
        return False
    return len(element.text_content()) < _LONGEST and next(element.iterdescendants(*_CONTENT), None) is None


def _names_frame(called: str) -> bool:
    for name in called.split():
        parts = [part.lower() for part in _PARTS.findall(name)]
        if not parts or parts[0] in _HAVING:
            continue
        words = set(parts)
        if not words.isdisjoint(_WORDS) or name.lower() in _WORDS:
            return True
        if any(words & first and words & second for first, second in _PAIRS):
            return True
    return False


def content_of(root: Any) -> list[Any]:
    """The elements that hold what the page is about: its title where that stands apart, and its main part.

    The whole page where no part says that it is the main one, or where that one holds too little of its words.
    """
    for path in _MAIN:
        found = root.xpath(path)
        if len(found) != 1:
            continue
        (main,) = found
        if _length(main) < _SHARE * _length(root):
            continue
        title = next(root.iter("h1"), None)
        if title is None or title is main or any(ancestor is main for ancestor in title.iterancestors()):
            return [main]
        return [title, main]
    return [root]


def _length(element: Any) -> int:
    """Characters that an element shows: not those of scripts and styles."""
    hidden = sum(len(part.text or "") for part in element.iter("script", "style"))
    return len(element.text_content()) - hidden
