"""How good is a run? Scores against gold annotations, as docs/evaluation.md explains.

From memory::

    from pipeline.evaluate import Pair, score
    result = score([Pair("report.pdf", gold, found)])
    result.headline, result.groups["dates"].f1, result.fields["venue"].recall

From a published dataset: ``score(load_pairs(Path("gold"), Path("extracted")))``.
"""

from __future__ import annotations

from pipeline.evaluate.comparing import LEVELS, Level
from pipeline.evaluate.judging import judge
from pipeline.evaluate.loading import load_extracted, load_gold, load_organizations, load_pairs
from pipeline.evaluate.scoring import Score, Tally, headline, score
from pipeline.evaluate.verdict import FIELDS, GROUPS, Field, Pair, Verdict

__all__ = [
    "FIELDS",
    "GROUPS",
    "LEVELS",
    "Field",
    "Level",
    "Pair",
    "Score",
    "Tally",
    "Verdict",
    "headline",
    "judge",
    "load_extracted",
    "load_gold",
    "load_organizations",
    "load_pairs",
    "score",
]
