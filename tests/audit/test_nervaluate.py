"""Our span figures of entities against nervaluate's, which knows neither uncertain gold nor values.

It serves as an oracle in this test only: gold that no careful reader would bet on, and output that meets it, leave
every figure of ours, and claims and quotes are paired at shares of overlap that it does not offer.
"""

from pathlib import Path
from typing import Any

import pytest
from nervaluate.evaluator import Evaluator

from kaoju.audit.corpus import load_corpus
from kaoju.audit.live import extracted
from kaoju.audit.measure import judge_with
from kaoju.audit.pairing import shared
from kaoju.audit.scores import FIGURES, tally

CORPUS = Path(__file__).resolve().parents[2] / "corpus"
NAMES = {"PLATFORM": "NAME", "ORG": "NAME", "PRODUCT": "NAME"}
FIGURE = {figure.name: figure for figure in FIGURES}


@pytest.mark.parametrize("article", ["hospital-queue", "taipei-creators", "county-logistics"])
def test_exact_and_typed_spans_agree(article: str) -> None:
    (judged, *_) = judge_with(extracted, load_corpus(CORPUS / article)[:1])
    gold, output = judged.case.gold, judged.output
    taken = [p.span for p in gold.platforms] + [e.span for e in gold.entities if not e.certain]
    asked: list[dict[str, Any]] = [{"label": NAMES.get(e.type, e.type), "start": e.span.start, "end": e.span.end}
             for e in gold.entities if e.certain]  # fmt: skip
    given: list[dict[str, Any]] = [{"label": NAMES.get(m.type or "", m.type), "start": m.span.start, "end": m.span.end}
             for m in output.mentions if not any(shared(m.span, span) for span in taken)]  # fmt: skip
    tags = sorted({item["label"] for item in [*asked, *given]}, key=str)
    result: Any = Evaluator([asked], [given], tags=tags).evaluate()
    theirs = result["overall"]
    for ours, name in (("entities_exact", "exact"), ("entities_typed", "strict")):
        count = tally(judged.judgements, FIGURE[ours])
        assert (count.right, count.found, count.gold) == (
            theirs[name].correct, theirs[name].actual, theirs[name].possible,
        )  # fmt: skip
        assert count.f1 == pytest.approx(theirs[name].f1)
