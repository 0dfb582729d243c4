"""The customer's article and the four beside it: floors that must never fall."""

import json
import subprocess
import sys
import time
from pathlib import Path

import pytest

SHARED = Path(__file__).parents[3] / "shared"
FLOORS = {
    "claims_span": 0.60,
    "claims_value": 0.50,
    "quotes_content": 0.40,
    "entities_exact": 0.70,
}
pytestmark = [pytest.mark.slow, pytest.mark.shared]


@pytest.fixture(autouse=True)
def shared() -> None:
    if not SHARED.is_dir():
        pytest.skip("../shared is absent")


def run(article: Path, out: Path, *options: str) -> float:
    started = time.monotonic()
    command = [sys.executable, "-m", "kaoju", "run", str(article), "-o", str(out), *options]
    assert subprocess.run(command, check=False, capture_output=True).returncode == 0
    return time.monotonic() - started


def score(article: Path, gold: Path, out: Path, *options: str) -> dict[str, dict[str, float]]:
    command = [sys.executable, str(SHARED / "gold" / "score.py"), str(article), str(gold), str(out), "--json", *options]
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    figures: dict[str, dict[str, float]] = json.loads(done.stdout)
    return figures


def test_the_real_article(tmp_path: Path) -> None:
    (article,) = (SHARED / "article").glob("*.txt")
    assert run(article, tmp_path) < 15
    figures = score(article, SHARED / "gold" / "article", tmp_path, "--lines", "0:62")
    fallen = {name: figures[name]["f1"] for name, floor in FLOORS.items() if figures[name]["f1"] < floor}
    assert not fallen
    assert figures["platforms"]["accuracy"] >= 0.85


@pytest.mark.parametrize("name", ["01", "02", "03", "04"])
def test_the_annotated_articles_run(tmp_path: Path, name: str) -> None:
    folder = SHARED / "gold" / "articles" / name
    published = json.loads((folder / "meta.json").read_text("utf-8"))["published"]
    run(folder / "article.txt", tmp_path, "--published", published)
    figures = score(folder / "article.txt", folder, tmp_path)
    assert figures["claims_span"]["f1"] >= 0.85
    assert figures["quotes_content"]["f1"] >= 0.80
