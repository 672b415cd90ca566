"""Which language a document is in, and what follows."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import replace

import pytest

from pipeline import layout, mentions, sections
from pipeline.checks import doubts
from pipeline.config import Settings
from pipeline.readers.language import detect_all
from pipeline.tools import Tools
from tests import support

ENGLISH = (
    "The meeting was opened by the chair, who welcomed the members of the committee and the guests. The accounts of "
    "the year were presented by the treasurer and adopted with one abstention; it was agreed that they would be sent. "
)
FRENCH = (
    "La réunion a été ouverte par le président, qui a souhaité la bienvenue aux membres du comité et aux invités. Les "
    "comptes de l'année sont présentés par la trésorière et adoptés à l'unanimité, avec une abstention. "
)
DANISH = (
    "Mødet blev åbnet af formanden, som bød velkommen, og dagsordenen blev godkendt uden bemærkninger. "
    "Kassereren gennemgik regnskabet, og det blev besluttet at forhøje kontingentet fra næste år. "
)
CATALAN = (
    "La presidenta va obrir la sessió i va donar la benvinguda als assistents. Es va aprovar l'ordre del dia sense "
    "canvis. El tresorer va presentar els comptes de l'any passat i la junta va acordar augmentar la quota. "
)
GALICIAN = (
    "A presidenta abriu a sesión e deulles a benvida aos asistentes. Aprobouse a orde do día sen cambios. O tesoureiro "
    "presentou as contas do ano pasado e a xunta directiva acordou aumentar a cota dos socios. "
)
NAMES = "Jan Kowalski\nPiotr Nowak\nAnna Wisniewska\nTomasz Zielinski\nKatarzyna Wojcik\nMarek Kaminski\n" * 4


@pytest.mark.parametrize(
    ("text", "languages"),
    [
        (ENGLISH * 3, ("en", None)),
        (FRENCH * 3, ("fr", None)),
        (DANISH * 2, ("da", None)),
        (CATALAN * 2, ("ca", None)),
        (GALICIAN * 4, ("gl", None)),
        (ENGLISH * 11 + FRENCH * 9, ("en", "fr")),
        (FRENCH * 12 + ENGLISH * 8, ("fr", "en")),
        ((FRENCH + ENGLISH) * 10, ("en", "fr")),
        (ENGLISH * 14 + FRENCH, ("en", None)),
        ("Participants\n" + NAMES + "Minutes", (None, None)),
        ("Present: Jan", (None, None)),
    ],
    ids=[
        "english",
        "french",
        "danish",
        "catalan",
        "galician",
        "halves",
        "halves-fr",
        "woven",
        "quotation",
        "names",
        "short",
    ],
)
def test_languages_are_told(text: str, languages: tuple[str | None, str | None]) -> None:
    """The main language, and a second one where it makes up much of the text; names and few words tell none."""
    assert detect_all(text) == languages


def test_clear_prose_needs_no_model() -> None:
    """Prose in a language of ours, or in letters of its own, is told without the model, which takes long to load."""
    code = (
        "import sys; from pipeline.readers.language import detect_all;"
        "print(detect_all(sys.argv[1]), 'py3langid' in sys.modules)"
    )
    japanese = "委員長から開会の挨拶があり、前回の議事録が承認された。次回の会議は来月に開かれることになった。"
    for text, told in (
        (ENGLISH, "('en', None) False"),
        (FRENCH * 2, "('fr', None) False"),
        (japanese * 4, "('ja', None) False"),
        (DANISH, "None) True"),
    ):
        done = subprocess.run([sys.executable, "-c", code, text * 2], capture_output=True, text=True, check=True)
        assert done.stdout.strip().endswith(told)


def test_a_mixed_document_is_read_with_the_words_of_both() -> None:
    """Months and labels of both languages are in the lexicon, and an issue says why."""
    document = support.read(FRENCH * 12 + ENGLISH * 8)
    lexicon = support.tools().lexicon_of(document)
    assert (document.language, document.other_language, lexicon.languages) == ("fr", "en", ("fr", "en"))
    assert [finding.code for finding in doubts(document, ["en", "fr"])] == ["language-mixed"]


def test_a_language_without_a_lexicon_is_an_issue() -> None:
    """What is found without words is kept, and the issue says why it is little."""
    text = (
        "Mødet blev åbnet af formanden, som bød velkommen, og dagsordenen blev godkendt uden bemærkninger. "
        "Kassereren gennemgik regnskabet, og det blev besluttet at forhøje kontingentet fra næste år. "
    )
    document = support.read(text * 2)
    assert document.language == "da"
    assert [finding.code for finding in doubts(document, ["en", "fr"])] == ["language-unsupported"]


def test_every_stage_reads_a_mixed_document_with_both_lexicons() -> None:
    """What the recognisers ask for does not narrow what the document was read with."""
    made = Tools(settings=Settings(model="rules"), places=support.tools().places)
    document = replace(support.read("Minutes\n\n4 May 2019\n"), language="fr", other_language="de")
    blocks = layout.arrange(document)
    lexicon = made.lexicon_of(document)
    mentions.find(document, blocks, sections.outline(document, blocks, lexicon), made)
    assert made.languages == lexicon.languages == ("fr", "de", "en")
