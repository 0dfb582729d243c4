"""One frozen record of settings; its hash goes into every run."""

import datetime as dt
import hashlib
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Literal

__all__ = ["Settings"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """What a user may set for a run. Everything else is data in `kaoju_models`.

    `published` stands in for an article's date where its own text or metadata gives none. `segmenter` is the engine
    for words. `ner` is the statistical model for people, places and organisations: `lac`, `none`, or the name of an
    installed spaCy pipeline. `lexicon` names a folder of further lexicon tables in the format of the package's own
    (`aliases.csv`, `entities.csv`, …), whose rows are added to them. `resolve_above` is the least confidence at which
    a printed platform name is replaced. `calibrated` maps stated confidences to how often such records are right; who
    fits a new map switches it off. `max_chars` bounds one document: longer ones are quarantined, not truncated.
    """

    published: dt.date | None = None
    segmenter: Literal["rjieba", "jieba"] = "rjieba"
    ner: str = "lac"
    lexicon: str = ""
    resolve_above: float = 0.55
    calibrated: bool = True
    max_chars: int = 8_000_000

    def digest(self) -> str:
        """Return 16 hex digits that change whenever a setting, or what a `lexicon` folder holds, changes."""
        known = {**asdict(self), "lexicon": _contents(Path(self.lexicon)) if self.lexicon else ""}
        text = "\n".join(f"{key}={value}" for key, value in sorted(known.items()))
        return hashlib.blake2b(text.encode(), digest_size=8).hexdigest()


def _contents(folder: Path) -> str:
    """Return a digest of the tables in a folder: the same tables elsewhere give the same runs."""
    hasher = hashlib.blake2b(digest_size=8)
    for path in sorted(folder.glob("*.csv")):
        hasher.update(path.name.encode() + b"\0" + path.read_bytes() + b"\0")
    return hasher.hexdigest()
