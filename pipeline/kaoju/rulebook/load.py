"""Read TOML rules and CSV lexicons of `kaoju_models` into typed records; refuse what is malformed."""

import csv
import hashlib
import io
import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable

from kaoju.errors import RuleError

__all__ = ["Example", "Rule", "load_rules", "load_table", "models_digest", "rule_files"]

_PIECE = re.compile(r"\{([a-z_]+)\}")
_RULE_ID = re.compile(r"[a-z][a-z0-9_]{0,40}(?:\.[a-z0-9_]{1,40}){1,3}")


@dataclass(frozen=True, slots=True)
class Example:
    """A text that a rule must (or must not) match; `span` is the surface it finds, `expect` what it makes of it."""

    text: str
    span: str | None = None
    expect: Mapping[str, object] = field(default_factory=dict)
    why: str = ""


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule: an identifier, its sentence of documentation, a verbose pattern, attributes, and its examples."""

    id: str
    doc: str
    pattern: str
    file: str
    priority: int = 0
    attrs: Mapping[str, object] = field(default_factory=dict)
    yes: tuple[Example, ...] = ()
    no: tuple[Example, ...] = ()
    pending: tuple[Example, ...] = ()

    def text(self, name: str, default: str = "") -> str:
        """Return a string attribute; raise RuleError where it is something else."""
        value = self.attrs.get(name, default)
        if not isinstance(value, str):
            raise RuleError("R007", f"{self.file} {self.id}: attribute {name!r} must be a string")
        return value


def _models() -> Traversable:
    return files("kaoju_models")


@cache
def rule_files() -> tuple[str, ...]:
    """Return the names of all rule files, without `.toml`, sorted."""
    folder = _models() / "rules"
    return tuple(sorted(f.name.removesuffix(".toml") for f in folder.iterdir() if f.name.endswith(".toml")))


@cache
def load_rules(name: str) -> tuple[Rule, ...]:
    """Return the checked rules of `rules/NAME.toml`, in file order. Raises RuleError naming file, rule and mend.

    A table `[words]` names pieces of patterns that several rules share: `{up}` in a pattern stands for its `up`.
    """
    file = f"rules/{name}.toml"
    try:
        data = tomllib.loads((_models() / "rules" / f"{name}.toml").read_text("utf-8"))
    except (OSError, tomllib.TOMLDecodeError) as err:
        raise RuleError("R001", f"{file}: cannot be read: {err}") from err
    words = data.get("words", {})
    if not isinstance(words, dict) or not all(isinstance(word, str) for word in words.values()):
        raise RuleError("R007", f"{file}: [words] names pieces of patterns; each must be a string")
    rules = tuple(_rule(file, item, words) for item in data.get("rule", ()))
    seen: set[str] = set()
    for rule in rules:
        if rule.id in seen:
            raise RuleError("R002", f"{file} {rule.id}: the id stands twice; rename one")
        seen.add(rule.id)
    return rules


def _fill(pattern: str, words: Mapping[str, str]) -> str:
    """Put the file's own `[words]` into a pattern, inner ones first; what is not among them stays for the compiler."""
    for _ in range(3):
        pattern = _PIECE.sub(lambda m: f"(?:{words[m[1]]})" if m[1] in words else m[0], pattern)
    return pattern


def _rule(file: str, item: Mapping[str, object], words: Mapping[str, str]) -> Rule:
    known = {"id", "doc", "pattern", "priority", "yes", "no", "pending"}
    rule_id = item.get("id")
    if not isinstance(rule_id, str) or not _RULE_ID.fullmatch(rule_id):
        raise RuleError("R003", f"{file}: id {rule_id!r} must look like 'family.name'")
    doc, pattern, priority = item.get("doc", ""), item.get("pattern", ""), item.get("priority", 0)
    if not isinstance(doc, str) or not doc or not isinstance(pattern, str) or not isinstance(priority, int):
        raise RuleError("R004", f"{file} {rule_id}: needs a `doc` sentence, a `pattern` string, an integer `priority`")
    rule = Rule(
        rule_id,
        doc,
        _fill(pattern, words),
        file,
        priority,
        attrs={key: value for key, value in item.items() if key not in known},
        yes=tuple(_examples(file, rule_id, item.get("yes", ()))),
        no=tuple(_examples(file, rule_id, item.get("no", ()))),
        pending=tuple(_examples(file, rule_id, item.get("pending", ()))),
    )
    if not rule.yes or not rule.no:
        raise RuleError("R005", f"{file} {rule_id}: needs at least one `yes` and one `no` example")
    return rule


def _examples(file: str, rule_id: str, items: object) -> Iterator[Example]:
    if not isinstance(items, list | tuple):
        raise RuleError("R006", f"{file} {rule_id}: examples must be a list")
    for item in items:
        if isinstance(item, str):
            yield Example(item)
        elif isinstance(item, dict) and isinstance(item.get("text"), str):
            rest = {k: v for k, v in item.items() if k not in {"text", "span", "why"}}
            yield Example(item["text"], item.get("span"), rest, str(item.get("why", "")))
        else:
            raise RuleError("R006", f"{file} {rule_id}: an example is a string or a table with `text`")


@cache
def load_table(name: str) -> tuple[Mapping[str, str], ...]:
    """Return the rows of `lexicons/NAME.csv` as mappings from header to stripped text.

    Raises RuleError where the file cannot be read or a row has another number of cells than the header.
    """
    file = f"lexicons/{name}.csv"
    try:
        text = (_models() / "lexicons" / f"{name}.csv").read_text("utf-8")
    except OSError as err:
        raise RuleError("R001", f"{file}: cannot be read: {err}") from err
    reader = csv.reader(io.StringIO(text))
    header = next(reader, [])
    rows = []
    for number, cells in enumerate(reader, 2):
        if len(cells) != len(header):
            raise RuleError("R008", f"{file}:{number}: {len(cells)} cells where the header has {len(header)}")
        rows.append({key: cell.strip() for key, cell in zip(header, cells, strict=True)})
    return tuple(rows)


@cache
def models_digest() -> str:
    """Return 16 hex digits over all rules, lexicons and weights: changed data, changed digest."""
    hasher = hashlib.blake2b(digest_size=8)
    for folder in ("rules", "lexicons", "weights"):
        place = _models() / folder
        if not place.is_dir():
            continue
        for item in sorted(place.iterdir(), key=lambda f: f.name):
            if item.is_file():
                hasher.update(f"{folder}/{item.name}\n".encode())
                hasher.update(item.read_bytes())
    return hasher.hexdigest()
