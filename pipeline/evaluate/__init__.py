"""How good is a run? Scores against gold annotations, as docs/evaluation.md explains.

From memory::

    from pipeline.evaluate import Pair, score
    result = score([Pair("report.pdf", gold, found)])
    result.headline, result.groups["dates"].f1, result.fields["venue"].recall

From a published dataset: ``score(load_pairs(Path("gold"), Path("extracted")))``.
"""

from __future__ import annotations

from pipeline.evaluate.changes import Change, compare
from pipeline.evaluate.comparing import LEVELS, Level
from pipeline.evaluate.docs import write_docs
from pipeline.evaluate.evaluation import Evaluation, EvidenceCheck, as_data, check_evidence, evaluate
from pipeline.evaluate.judging import judge
from pipeline.evaluate.loading import load_extracted, load_gold, load_organizations, load_pairs
from pipeline.evaluate.page import write_page
from pipeline.evaluate.scoring import Score, Tally, headline, score
from pipeline.evaluate.verdict import FIELDS, GROUPS, LABELS, Field, Pair, Verdict

__all__ = [
    "FIELDS",
    "GROUPS",
    "LABELS",
    "LEVELS",
    "Change",
    "Evaluation",
    "EvidenceCheck",
    "Field",
    "Level",
    "Pair",
    "Score",
    "Tally",
    "Verdict",
    "as_data",
    "check_evidence",
    "compare",
    "evaluate",
    "headline",
    "judge",
    "load_extracted",
    "load_gold",
    "load_organizations",
    "load_pairs",
    "score",
    "write_docs",
    "write_page",
]
