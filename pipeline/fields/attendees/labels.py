"""Labels and headings of attendance lists: who stands under them, and whether they were there."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from pipeline.fields.attendees.knowledge import Knowledge
from pipeline.fields.attendees.naming import is_compound
from pipeline.fields.attendees.person import Part
from pipeline.fields.attendees.words import folded
from pipeline.text import View

#: A label of more words than these is a sentence.
_LONGEST = 12
#: A list in one sentence, with its label behind it, is no longer.
_LONGEST_LIST = 400
_NAMEISH = 0.4
#: The label of a sentence ends within so many characters.
_SPOKEN = 60

# "2.1", "a)", "2023-02-13", ".. sidebar::"
_NUMBER = re.compile(
    r"^\s*(?:\.\.\s+\w+::\s*|\(?(?:\d{1,3}(?:\.\d{1,3}){0,4}|[ivxIVX]{1,5}|[A-Za-z])[.)]\s*|\d{1,2}(?:\.\d{1,2})+\s+|\d{4}-\d\d-\d\d\s+)"
)
# "European Commission represented by:"
_DELEGATE = re.compile(r"^(?P<body>[A-Z][^,.;:]{1,60}?)\s+(?=[a-z])")
_COUNT = re.compile(r"[(\[]\s*\d+[^)\]]{0,20}[)\]]|\s+\d+\s*$|[-–]\s*\d+\s*$")
#: "Election of officers" are none.
_OF = frozenset({"of", "for", "by"})
_WORD = re.compile(r"(?:\d+(?=(?:st|nd|rd|th)\b))?[^\W\d_][\w'’()-]*")
# "Present: A, B", "Apologies - A", "Present; A", "Regrets | A"
_LEAD = re.compile(
    r"(?P<label>(?:[^:;|,.]|(?<=\b\w)\.){2,80}?)\s*(?P<mark>:(?!//)|;|\s[-–—](?=\s)|[–—](?=\s)|\s\|\s)\s*[,.]?\s*"
)
# without such a mark before the first comma no line has a label; ``_LEAD`` looks closer
_MARKED = re.compile(r"[^:;|,–—-]+[:;|–—-]")
_LONGEST_WORD = 40


@dataclass(frozen=True)
class Label:
    """What a label says of the people under it. ``plain`` is True for a bare "Members"."""

    presence: Part | None = None
    function: Part | None = None
    role: Part | None = None
    organization: Part | None = None
    country: Part | None = None
    delegation: Part | None = None
    plain: bool = False

    def within(self, outer: Label) -> Label:
        """This label below another: what it leaves open, the outer one says."""
        if self.presence is not None and self.role is None and self.function is None and self.delegation is None:
            return self
        return replace(
            self,
            presence=self.presence or outer.presence,
            organization=self.organization or outer.organization,
            country=self.country or outer.country,
        )


def read_label(view: View, end: int, know: Knowledge) -> Label | None:
    """What ``view.text[:end]`` says as a label of people, or None when it is no such label."""
    start = _NUMBER.match(view.text, 0, end)
    first = start.end() if start else 0
    text = _COUNT.sub(" ", view.text[first:end]).strip(" :;-–—*#|.")
    words = _WORD.findall(text)
    tokens = [word.casefold() for word in words]
    if not tokens or len(tokens) > _LONGEST:
        return None
    signed = has_sign(text, know)
    function = know.words.function_labels.get(" ".join(text.casefold().split())) if signed else None
    if function:
        return Label(function=Part(function, view.spans(first, end)), role=None)
    presence = _presence(text, know) if signed else None
    stands_for = _stands_for(text, know) if presence == "present" else None
    if stands_for:
        named = Part(stands_for, view.spans(first, end))
        return Label(presence=Part("present", view.spans(first, end)), organization=named, delegation=named)
    kind = next((know.words.functions[t] for t in tokens if t in know.words.functions), None)
    function = kind if kind in ("guest", "observer") else None
    role = _role(text, words, know)
    plain = role is None and " ".join(_specific(tokens, know)) in know.words.singular
    if presence is None and function is None and role is None and not plain and not _all_generic(tokens, know):
        return None
    spans = view.spans(first, end)
    return Label(
        presence=Part(presence, spans) if presence else None,
        function=Part(function, spans) if function else None,
        role=Part(role, spans) if role and not function else None,
        plain=plain,
    )


def has_sign(text: str, know: Knowledge) -> bool:
    """Whether a text holds a word with which a presence or a function begins; without one no label says either."""
    return not know.words.labelling.isdisjoint(folded(text))


def _presence(text: str, know: Knowledge) -> str | None:
    said = {kind: pattern.search(text) for kind, pattern in know.words.presence.items()}
    stood_for = said["represented"]
    if stood_for and (" " in stood_for[0] or stood_for[0] == text.strip()):  # but "the Bank represented by"
        return "represented"
    for kind in ("absent", "online", "present"):
        if said[kind]:
            return kind
    return None


def _stands_for(text: str, know: Knowledge) -> str | None:
    """The body of "European Commission represented by"."""
    match = _DELEGATE.match(text)
    if match is None or not know.is_organization(match["body"]):
        return None
    rest = text[match.end() :].casefold()
    return match["body"] if rest in know.words.delegates else None


def _all_generic(tokens: list[str], know: Knowledge) -> bool:
    return all(token in know.words.generic for token in tokens) and any(len(token) > 3 for token in tokens)


def says_only_who(text: str, know: Knowledge) -> bool:
    """Whether a label has no words of its own: "The following were present", but not "The annual meeting was"."""
    return not _specific([token.casefold() for token in _WORD.findall(text)], know)


def _specific(tokens: list[str], know: Knowledge) -> list[str]:
    return [token for token in tokens if token not in know.words.generic]


def _role(text: str, words: list[str], know: Knowledge) -> str | None:
    """The office that a label gives to all under it: "Voting Members Present" is "Voting Member"."""
    own = [number for number, word in enumerate(words) if word.casefold() not in know.words.generic]
    if not own:
        return None
    shared = len(own) < len(words)  # with the words of any label
    words = words[own[0] : own[-1] + 1]
    if know.words.clause.search(text):  # "Roll was taken with the following members present"
        noun = next((n for n, word in enumerate(words) if word.casefold() in know.words.singular), 0)
        words = words[max((n + 1 for n in range(noun) if words[n].casefold() in know.words.generic), default=0) :]
    if not words or len(words) > 7:
        return None
    lower = [word.casefold() for word in words]
    for number, word in enumerate(lower[:-1]):  # "members of the Committee"
        if word in know.words.singular and lower[number + 1] == "of":
            head = [*words[:number], _cased(know.words.singular[word], words[number])]
            return " ".join([*head, *words[number + 1 :]])
    if know.words.singular.get(" ".join(lower[-2:])) and len(words) > 1:
        plural = " ".join(words[-2:])
        return " ".join([*words[:-2], _cased(know.words.singular[plural.casefold()], plural)])
    if lower[-1] in know.words.singular and not any(word in _OF for word in lower[:-1]):
        single = _cased(know.words.singular[lower[-1]], words[-1])
        if len(words) == 1 and single.casefold() == "member":
            return None
        return " ".join([*words[:-1], single])
    linked = any(word in _OF for word in lower[:-1])  # "Minutes of the general meeting"
    if lower[-1] in know.words.roles and len(words) > 1 and not linked and shared:
        return " ".join(words)
    return None


def _cased(word: str, like: str) -> str:
    return word.title() if like.istitle() else word.upper() if like.isupper() else word


def leading_label(view: View, know: Knowledge) -> tuple[Label, int] | None:
    """The label with which a line begins and where the line's own words begin; None when there is none."""
    match = _LEAD.match(view.text) if _MARKED.match(view.text) else None
    if match:
        label = read_label(view, match.end("label"), know)
        if label is not None:
            return label, match.end()
    return _spoken_label(view, know)


def _spoken_label(view: View, know: Knowledge) -> tuple[Label, int] | None:
    """The label of a sentence: "Apologies were received from Jane Doe", "Also present were A and B"."""
    match = know.words.label_end.search(view.text, 0, _SPOKEN)
    if match is None or not view.text[:1].isalpha() or not has_sign(view.text[: match.start()], know):
        return None
    if not says_only_who(view.text[: match.start()], know):
        return None
    if _LEAD.match(view.text, match.end()):  # "Present from Acme: ..."
        return None
    label = read_label(view, match.start(), know)
    listed = label is not None and (label.presence is not None or label.function is not None)
    return (label, match.end()) if label is not None and listed else None


def trailing_label(view: View, know: Knowledge) -> tuple[Label, int] | None:
    """The label in which a sentence ends, and where its list ends: "Ann, Bob and Eve were in attendance"."""
    if not ends_as_label(view.text, know):
        return None
    text = view.text.rstrip(" .")
    found = [(kind, match) for kind, pattern in know.words.presence.items() for match in pattern.finditer(text)]
    kind, match = max(found, key=lambda item: (item[1].end(), -item[1].start()), default=("", None))
    if match is None or match.end() < len(text):
        return None
    verb = know.words.label_verb.search(text, 0, match.start())
    end = verb.start() if verb else match.start()
    said = [segment.of(text) for segment in know.cut(text[:end])]
    *firsts, last = [*said[:-1], *know.words.joiner.split(said[-1])] if said else [""]
    names = [name for said in (*firsts, last) for name in know.words.joiner.split(f" {said}") if name.strip()]
    if len(names) < 2 or not all(know.name_score(name) >= _NAMEISH or is_compound(name, know) for name in names):
        return None
    return Label(presence=Part(kind, view.spans(match.start(), match.end()))), end


def ends_as_label(text: str, know: Knowledge) -> bool:
    """Whether a text ends in a word with which a presence ends, and is short enough to be a list in a sentence."""
    text = text.rstrip(" .")
    words = folded(text[-_LONGEST_WORD:]) if len(text) <= _LONGEST_LIST and text[-1:].isalnum() else []
    return bool(words) and words[-1] in know.words.presence_ends


def whole_label(view: View, know: Knowledge) -> Label | None:
    """The label that a line consists of: "Apologies", "Other participants (3):"."""
    text = view.text.strip()
    listed = "," in text and not text.endswith(":")
    if len(text) > 90 or text.endswith(".") or listed:
        return None
    label = read_label(view, len(view.text), know)
    first = know.first(view.text) if label is not None else None
    said = first.of(view.text) if first else ""
    named = know.name_score(said) >= (0.4 if len(said) < len(text) else 0.5)  # "Doe - present", "Jane Doe"
    return None if named and said.casefold() not in know.words.generic else label


def place_label(view: View, know: Knowledge) -> Label | None:
    """The delegation that a short line names: "ALBANIA", "European Commission:"."""
    text = view.text.strip(" :–-")
    if not text or len(text.split()) > 9 or text.endswith((".", ",", ";")) or "," in text:
        return None
    spans = view.spans(0, len(view.text))
    country = know.country(view, 0, len(view.text))
    if country:
        return Label(country=country, delegation=Part(text, spans))
    if know.is_organization(text) and not know.is_role(text):
        words = text.split()
        while len(words) > 1 and words[0].islower() and words[0] in know.words.generic:  # "of the administration"
            words.pop(0)
        named = Part(" ".join(words), spans)
        return Label(organization=named, delegation=named)
    return None
