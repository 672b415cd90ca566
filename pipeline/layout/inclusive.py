"""Labels that name all genders at once, read as the plain word of the lexicon: "Présent·e·s :", "Teilnehmer*innen".

Only labels and headings are rewritten; in sentences, which are published word for word, such forms stay as they are.
"""

from __future__ import annotations

import re

from pipeline.text import View

#: "Présent.es", "participant·e·s", "Excusé-e-s", "Teilnehmer:innen", "TeilnehmerInnen", "Vertreter(innen)".
_ENDINGS = (
    r"(?:[.·•‧∙](?:e|ne|le|trice|euse)(?:[.·•‧∙]?s)?\b|-(?:e-s|es|e)\b|[:*_·/]-?(?:innen|in)\b|(?<=[a-zß-ÿ])Innen\b"
    r"|\((?:e|ne|innen|in)\)s?)"
)
_LABEL = re.compile(rf"(?<![^\s*_(|])(?P<word>[^\W\d_]{{4,30}}?){_ENDINGS}(?=[^:|.;,\n]{{0,14}}[:|]|\s*$)")
#: What every ending begins with, looked for before the pattern is tried.
_SIGNS = re.compile(r"[.·•‧∙\-:*_/(I](?:e|ne|le|trice|euse|in|nnen)")


def plain_labels(view: View) -> View:
    """``view`` with such words at the head of a label, or at the end of a line of their own, in their plain form."""
    return view.replace(_LABEL, r"\g<word>") if _SIGNS.search(view.text, 0, 200) else view
