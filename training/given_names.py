"""Build ``pipeline/mentions/data/given_names.txt``: given names, one a line, folded to ASCII lower case.

    pip install faker anyascii
    python training/given_names.py CORPUS.jsonl.gz > pipeline/mentions/data/given_names.txt

The names are those of Faker's locales (MIT licence), transliterated where a locale writes another script. CORPUS
holds one JSON object a line with ``text`` and ``ents`` ([start, end, label]); only counts are taken from it, to mark
with "?" the names that are more often an ordinary word or a place ("will", "mark", "florence"): such a word alone is
no sign of a person.
"""

from __future__ import annotations

import gzip
import importlib
import json
import pkgutil
import re
import sys
from collections import Counter
from collections.abc import Iterator

import faker.providers.person as person
from anyascii import anyascii

# Short forms that the locales leave out.
SHORT_FORMS = """
abby al alec alex ali andy angie annie archie art barb ben benny bernie bert beth betsy betty bill billy bob
bobby brad bud cal cam cathy charlie chas chris chuck cindy cliff colin connie curt cy dan danny dave deb
debbie dee del denny dick dirk don donnie dot doug drew ed eddie ellie emma ernie fran frank fred freddy gabe
gail gene geoff gerry gil ginny greg gus hal hank harry herb hugh ian izzy jack jackie jake jamie jan jeff jen
jenny jerry jess jim jimmy jo joe joey johnny jon josh judy kat kate kathy kay ken kenny kim kit larry len
lenny les liam liz lou lucy luke maggie mandy marge marty mary matt max meg mel mick mike mickey milt mitch
moe molly nancy nat nate ned nell nick nicky norm ollie pam pat patty paulie peg peggy penny pete phil polly
ralph randy ray reg rich rick ricky rob robbie rod ron ronnie rory rosie ross roy russ ruth sal sally sam
sandy scott shelly sid stan steph steve stevie stew stu sue susie tad ted teddy terri terry theo tim timmy
toby tom tommy tony tricia trish val vic vicky vin vince viv wally walt wendy wes will willy winnie zach zack
"""

#: Locales with a register's worth of rare names: only those that another locale or the corpus shares.
LARGE = {"is_IS", "tr_TR", "en_KE", "ga_IE", "es_CL", "az_AZ", "ru_RU", "fa_IR"}
#: Scripts whose transliteration gives the usual Latin spelling.
SCRIPTS = re.compile(r"^[\s'’\-A-Za-zÀ-ɏḀ-ỿͰ-ϿЀ-ӿ]+$")


def locale_names() -> Iterator[tuple[str, str]]:
    """Locale and given name, for all locales."""
    for module in pkgutil.iter_modules(person.__path__):
        if "_" not in module.name:
            continue
        provider = importlib.import_module(f"{person.__name__}.{module.name}").Provider
        for attribute in dir(provider):
            if not attribute.startswith(("first_names", "first_romanized")):
                continue
            names = getattr(provider, attribute)
            for name in names if isinstance(names, (list, tuple, set, dict)) else ():
                if not SCRIPTS.match(str(name)):
                    continue
                for word in re.split(r"[\s\-]+", anyascii(str(name)).lower()):
                    if re.fullmatch(r"[a-z']{2,}", word):
                        yield module.name, word


def counts(path: str) -> tuple[Counter[str], Counter[str], Counter[str]]:
    """How often a word stands in a person's name, in another name, and in lower case."""
    people: Counter[str] = Counter()
    others: Counter[str] = Counter()
    lower: Counter[str] = Counter()
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            record = json.loads(line)
            for start, end, label in record["ents"]:
                words = re.findall(r"[a-z']+", anyascii(record["text"][start:end]).lower())
                if label == "PERSON":
                    people.update(words)
                elif label in ("ORG", "LOC"):
                    others.update(words)
            lower.update(re.findall(r"\b[a-z]{2,}\b", anyascii(record["text"])))
    return people, others, lower


def main() -> None:
    """Print the list."""
    locales: dict[str, set[str]] = {word: {"short"} for word in SHORT_FORMS.split()}
    for locale, word in locale_names():
        locales.setdefault(word, set()).add(locale)
    people, others, lower = counts(sys.argv[1])
    for word in sorted(locales):
        if locales[word] <= LARGE and not people[word]:
            continue
        doubtful = others[word] + lower[word] > max(people[word], 2)
        print(word + "?" * doubtful)


if __name__ == "__main__":
    main()
