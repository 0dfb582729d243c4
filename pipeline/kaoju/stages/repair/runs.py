"""Changes of one character for one, gathered into few aligned edits."""

from kaoju.span import Edit
from kaoju.stages.repair.census import codes

__all__ = ["aligned_runs"]


def aligned_runs(old: str, new: str, kind: str, rule: str, *, offset: int = 0, bridge: int = 0) -> list[Edit]:
    """Return aligned edits that turn `old` into `new`, which has equal length.

    Changed characters with at most `bridge` unchanged ones between them, on one line, share an edit. `offset` is where
    `old` starts in the text that the edits are for.
    """
    import numpy as np

    if old == new:
        return []
    old_codes, new_codes = codes(old), codes(new)
    changed = np.flatnonzero(old_codes != new_codes)
    apart = np.diff(changed) > bridge + 1
    if bridge:
        line = np.cumsum(old_codes == ord("\n"))[changed]
        apart |= np.diff(line) > 0
    breaks = np.flatnonzero(apart)
    starts = changed[np.concatenate(([0], breaks + 1))].tolist()
    ends = (changed[np.concatenate((breaks, [len(changed) - 1]))] + 1).tolist()
    return [
        Edit(start + offset, end + offset, new[start:end], kind, rule=rule, aligned=True)
        for start, end in zip(starts, ends, strict=True)
    ]
