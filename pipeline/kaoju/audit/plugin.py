"""A pytest plugin: the fixture `kaoju_audit` holds the extraction of your own articles to floors.

    def test_extraction_holds(kaoju_audit):
        kaoju_audit("articles", floors="floors.json")

The articles lie in folders as in a corpus; `kaoju audit gate articles --floors floors.json --raise` makes the floors.
"""

from collections.abc import Callable
from pathlib import Path

import pytest

from kaoju.audit.corpus import load_corpus
from kaoju.audit.gate import check_floors, load_floors
from kaoju.audit.live import extracted
from kaoju.audit.measure import Judged, judge_run, judge_with

__all__ = ["Audit", "kaoju_audit"]

Audit = Callable[..., list[Judged]]


@pytest.fixture(scope="session")
def kaoju_audit() -> Audit:
    """Give `kaoju_audit(corpus, floors=FILE, run=None)`: fails the test with a line per figure below its floor.

    Judges the finished run folder `run` where one is given, else extracts now. Returns what was judged.
    """

    def audit(corpus: str | Path, *, floors: str | Path, run: str | Path | None = None) -> list[Judged]:
        cases = load_corpus(Path(corpus))
        judged = judge_run(Path(run), cases) if run else judge_with(extracted, cases)
        fallen = check_floors(load_floors(Path(floors)), judged)
        if fallen:
            pytest.fail("\n".join(fallen), pytrace=False)
        return judged

    return audit
