"""The frames that programs put around a page: wikis, blogs, office portals, cookie notes; with a place for the page."""

from __future__ import annotations

import re

NOTES = """
<div id="onetrust-consent-sdk"><p>We value your privacy. Ada Cookie, Data Officer.</p><button>Accept</button></div>
<div class="cc-window cc-banner" role="dialog"><p>This site uses cookies since 1 January 2020.</p></div>
<ul class="language-switcher"><li>English</li><li>Norsk</li></ul>
"""
RELATED = """
<section class="related-news"><h3>Related news</h3><p>The board decided to sell Quay 4. 2 June 2019.</p></section>
<div class="contact-box"><h3>Contact</h3><p>Gro Lie, Press officer, gro@example.org</p></div>
<div class="sharedaddy sd-sharing-enabled"><h3>Share this:</h3><ul><li>Twitter</li></ul></div>
"""
WIKI = """<!DOCTYPE html><html class="client-nojs" lang="en"><head><title>Minutes - Harbour Wiki</title></head>
<body class="mediawiki ltr"><div id="mw-page-base" class="noprint"></div>
<div id="content" class="mw-body" role="main"><div id="siteNotice">Donate!</div>
<div id="bodyContent"><div id="siteSub">From Harbour Wiki</div><a class="mw-jump-link" href="#p">Jump to search</a>
<div id="mw-content-text"><div class="mw-parser-output">
<div id="toc" class="toc"><h2>Contents</h2><ul><li><span class="tocnumber">1</span> Present</li></ul></div>
{page}
</div><div class="printfooter">Retrieved from "https://wiki.example.org"</div></div>
<div id="catlinks" class="catlinks"><a>Categories</a>: <ul><li>Minutes</li></ul></div></div></div>
<div id="mw-navigation"><h2>Navigation menu</h2><div id="p-personal" role="navigation"><h3>Personal tools</h3>
<ul><li>Log in</li></ul></div></div>
<div id="footer" role="contentinfo"><ul><li>This page was last edited on 6 May 2021, at 10:00.</li></ul></div>
</body></html>"""
BLOG = """<!DOCTYPE html><html lang="en"><head><title>Minutes – Harbour</title></head>
<body class="post-template-default single has-sidebar"><div id="page" class="hfeed site has-navigation">
<header class="site-header"><p class="site-title">Harbour</p><nav class="main-navigation"><ul><li>About</li></ul></nav>
</header><div class="site-content"><article class="post hentry"><div class="entry-content">
{page}
{related}</div><footer class="entry-footer">Posted in Minutes</footer></article>
<div id="comments" class="comments-area"><h2>One thought</h2><p>Eva Brun says: I was present, too.</p></div></div>
<aside class="widget-area"><h2>Recent posts</h2><ul><li>Minutes of 1 April 2021</li></ul></aside>
<footer id="colophon" class="site-footer">Proudly powered. Contact: Hans Vik</footer></div>{notes}</body></html>"""
PORTAL = """<!DOCTYPE html><html lang="en"><head><title>Minutes</title></head><body>{notes}
<div id="suiteBar">Newsfeed SkyDrive Sites</div><div id="s4-ribbonrow"><ul><li>Browse</li><li>Page</li></ul></div>
<div id="sideNavBox" class="ms-dialogHidden"><ul><li>Home</li><li>Minutes 2020</li></ul></div>
<div id="DeltaPlaceHolderMain"><div class="ms-rtestate-field">{page}</div></div>{related}</body></html>"""
SITE = """<!DOCTYPE html><html lang="en"><head><title>Minutes</title></head><body>{notes}
<div class="skip-link"><a href="#c">Skip to content</a></div><div id="topNavigation"><ul><li>Boards</li></ul></div>
<div class="breadcrumbs">Home &gt; Boards</div><div id="c" class="layout-wrapper">{page}</div>{related}
<div class="latest-news"><h3>Latest news</h3><p>New crane on 1 May 2021.</p></div></body></html>"""
SITES = {"wiki": WIKI, "blog": BLOG, "portal": PORTAL, "site": SITE}


def framed(name: str, page: str) -> bytes:
    """The words of ``page`` in a site's frame; a wiki marks its headings in its own way."""
    body = re.sub(r"<(nav|footer)>.*?</\1>", "", page.partition("<body>")[2].partition("</body>")[0])
    if name == "wiki":
        edit = '<span class="mw-editsection">[<a href="/e">edit</a>]</span>'
        body = re.sub(r"<(h[12])>(.*?)</h[12]>", rf'<\1><span class="mw-headline">\2</span>{edit}</\1>', body)
    return SITES[name].format(page=body, notes=NOTES, related=RELATED).encode()
