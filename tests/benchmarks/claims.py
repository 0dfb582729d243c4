"""CPU time of claims and checks against jieba.cut on the same text: `python tests/benchmarks/claims.py FILE...`.

Prints the claims stage as a whole, its share that is ranking (weighing the options of subjects, metrics and times), the
checks, and ranking and checks together.
"""

import sys
from pathlib import Path
from unittest import mock

from kaoju.document import Document
from kaoju.engine.pipeline import through
from kaoju.settings import Settings
from kaoju.stages.calibrate import calibrate
from kaoju.stages.checks import checks
from kaoju.stages.claims import claims, metric, ranking, subject, when
from yardstick import least, yardstick

SETTINGS = Settings()


def asked(doc: Document) -> list[list[ranking.Option[object]]]:
    """Return every list of options that the stage ranks on a document."""
    seen = []

    def spy(options: list[ranking.Option[object]]) -> object:
        seen.append(options)
        return ranking.best(options)

    for module in (metric, subject, when):
        mock.patch.object(module, "best", spy).start()
    try:
        claims(doc, SETTINGS)
    finally:
        mock.patch.stopall()
    return seen


def measure(text: str) -> tuple[float, float, float, float, int]:
    """Return the CPU seconds of jieba.cut, the claims stage, its ranking and the checks, and the number of claims."""
    doc = through("quotes", text)
    lists = asked(doc)
    done = calibrate(claims(doc, SETTINGS), SETTINGS)
    return (
        yardstick(text),
        least(lambda: claims(doc, SETTINGS)),
        least(lambda: [ranking.best(options) for options in lists]),
        least(lambda: checks(done, SETTINGS)),
        len(done.claims),
    )


def told(yard: float, whole: float, ranked: float, checked: float) -> str:
    """Return the figures as shares of jieba.cut."""
    return (
        f"stage {whole / yard:.2f}, ranking {ranked / yard:.3f}, checks {checked / yard:.3f}, "
        f"ranking and checks {(ranked + checked) / yard:.3f}"
    )


def main(paths: list[str]) -> None:
    """Print, file by file and together, how the stage, its ranking and the checks compare."""
    sums = (0.0, 0.0, 0.0, 0.0)
    for path in paths:
        text = Path(path).read_text("utf-8")
        yard, whole, ranked, checked, count = measure(text)
        sums = (sums[0] + yard, sums[1] + whole, sums[2] + ranked, sums[3] + checked)
        print(f"{path}: {len(text)} characters, {count} claims, {told(yard, whole, ranked, checked)}")
    print(f"together: {told(*sums)}")


if __name__ == "__main__":
    main(sys.argv[1:])
