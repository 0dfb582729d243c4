"""Damaged segments of a real article, where that lies beside the project."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
SEGMENTS = ROOT.parent / "shared" / "repair" / "article_segments.jsonl"


@pytest.mark.shared
def test_segments_of_an_article_are_restored() -> None:
    if not SEGMENTS.is_file():
        pytest.skip("../shared is absent")
    command = [sys.executable, str(ROOT / "tests" / "benchmarks" / "repair.py"), "--segments", str(SEGMENTS)]
    printed = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    figures = re.search("segments restored +(?P<right>[0-9]+) of (?P<all>[0-9]+)", printed)
    assert figures
    assert (int(figures["right"]), int(figures["all"])) >= (12, 13), printed
