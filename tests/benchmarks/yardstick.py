"""CPU time of a call, and what it is measured by: `jieba.cut` over the same text in the same process."""

import logging
import time
from collections.abc import Callable

import jieba

__all__ = ["least", "yardstick"]


def least(work: Callable[[], object], rounds: int = 7, times: int = 1) -> float:
    """Return the least CPU seconds of one call over several rounds of `times` calls."""
    took = []
    for _ in range(rounds):
        began = time.process_time()
        for _ in range(times):
            work()
        took.append((time.process_time() - began) / times)
    return min(took)


def yardstick(text: str, rounds: int = 7, times: int = 1) -> float:
    """Return the least CPU seconds that jieba needs to cut a text; loading its dictionary is not counted.

    What is held against it is to be taken in as many rounds of as many calls.
    """
    jieba.setLogLevel(logging.WARNING)
    jieba.lcut("预热")
    return least(lambda: jieba.lcut(text), rounds, times)
