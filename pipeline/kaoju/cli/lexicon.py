"""`kaoju lexicon check|add|why`: the tables of names, the package's own and a user's."""

import csv
import io
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from kaoju.cli.say import fail, say
from kaoju.errors import KaojuError, RuleError, UsageError

if TYPE_CHECKING:
    from kaoju.rulebook.knowledge import Entity, Knowledge

__all__ = ["app"]

app = typer.Typer(help="Names: check, add, ask why. 名称词典：检查、添加、查询。", no_args_is_help=True)

_COLUMNS = {
    "entities": "id,canonical,type,kind,owner,market,currency,launched,ended,qid,note",
    "aliases": "alias,entity_id,kind,note",
    "groups": "group,entity_id,role,note",
}
Folder = Annotated[Path | None, typer.Option("--lexicon", help="A folder of your own tables, added to the package's.")]


@app.command()
def check(
    folder: Annotated[Path | None, typer.Argument(help="A folder of tables; none: the package's own.")] = None,
) -> None:
    """Check the tables: rows, entities named, names that stand for two, groups of one. 检查词典。"""
    try:
        base = _base(folder)
    except KaojuError as err:
        fail(err)
    faults = list(_faults(base))
    for fault in faults:
        typer.echo(fault)
    names = sum(len(items) for items in base.aliases.values())
    counts = f"{len(base.entities)} entities, {names} names, {len(base.groups)} groups, {len(base.places)} places"
    say(f"{counts}, {len(faults)} faults", f"{len(base.entities)} 个实体，{names} 个名称，{len(faults)} 处错误")
    raise typer.Exit(1 if faults else 0)


@app.command()
def add(
    name: Annotated[str, typer.Argument(help="The canonical name.")],
    folder: Annotated[Path, typer.Option("--lexicon", help="The folder of your own tables; made where it is none.")],
    slug: Annotated[str, typer.Option("--id", help="An id of your own: letters, digits, hyphens.")],
    kind: Annotated[str, typer.Option("--type", help="PLATFORM, ORG, PRODUCT, PER, WORK, EVENT.")] = "PLATFORM",
    alias: Annotated[list[str] | None, typer.Option(help="Another name; may be repeated.")] = None,
    owner: Annotated[str, typer.Option(help="The owner's id.")] = "",
    market: Annotated[str, typer.Option(help="ISO countries with | between, or global.")] = "",
    currency: Annotated[str, typer.Option(help="ISO 4217.")] = "",
    launched: Annotated[str, typer.Option(help="ISO date, month or year.")] = "",
    group: Annotated[str, typer.Option(help="The group of names it is confused with.")] = "",
    role: Annotated[str, typer.Option(help="Its part in the group: home, abroad.")] = "",
) -> None:
    """Add a name to a folder of your own tables. 往自己的词典目录里添加名称。"""
    rows = {
        "entities": [{"id": slug, "canonical": name, "type": kind, "owner": owner, "market": market,
                      "currency": currency, "launched": launched}],
        "aliases": [{"alias": other, "entity_id": slug} for other in alias or ()],
        "groups": [{"group": group, "entity_id": slug, "role": role}] if group else [],
    }  # fmt: skip
    try:
        _refuse(slug, name, kind, folder)
        folder.mkdir(parents=True, exist_ok=True)
        for table, added in rows.items():
            if added:
                _append(folder / f"{table}.csv", _COLUMNS[table].split(","), added)
        base = _base(folder)
    except KaojuError as err:
        fail(err)
    for fault in _faults(base):
        typer.echo(fault)
    say(f"{name} ({slug}) added to {folder}", f"已添加到 {folder}")


@app.command()
def why(
    name: Annotated[str, typer.Argument(help="A name as printed.")],
    text: Annotated[str, typer.Argument(help="A text in which it stands; none: what the tables say of it.")] = "",
    folder: Folder = None,
) -> None:
    """Tell which entry a name matches, or what keeps it from matching. 说明名称命中哪一条，或因何未命中。"""
    try:
        base = _base(folder)
        told = list(_in_text(name, text, str(folder or "")) if text else _entries(base, name))
    except KaojuError as err:
        fail(err)
    for line in told:
        typer.echo(line)
    raise typer.Exit(0 if told else 1)


def _base(folder: Path | None) -> "Knowledge":
    from kaoju.rulebook.knowledge import knowledge

    knowledge.cache_clear()  # the folder may have changed since it was read
    return knowledge(str(folder) if folder else "")


def _refuse(slug: str, name: str, kind: str, folder: Path) -> None:
    """Raise UsageError for an entry that could not be read back."""
    if not slug or not slug.replace("-", "").isalnum() or not slug.isascii():
        raise UsageError("U010", f"--id {slug!r}: letters, digits and hyphens only")
    if kind not in {"PLATFORM", "ORG", "PRODUCT", "PER", "WORK", "EVENT"}:
        raise UsageError("U011", f"--type {kind!r}: one of PLATFORM, ORG, PRODUCT, PER, WORK, EVENT")
    if not name.strip():
        raise UsageError("U012", "the name is empty")
    if slug in _base(folder if folder.is_dir() else None).entities:
        raise UsageError("U013", f"--id {slug}: there is an entity of this id; add aliases to its table by hand")


def _append(path: Path, columns: list[str], rows: list[dict[str, str]]) -> None:
    """Add rows to a table by writing it anew and renaming it, so that a crash leaves the old one whole."""
    if path.is_file():
        with path.open(encoding="utf-8-sig", newline="") as file:
            reader = csv.DictReader(file)
            columns, held = list(reader.fieldnames or columns), [dict(row) for row in reader]
    else:
        held = []
    missing = {key for row in rows for key, cell in row.items() if cell} - set(columns)
    if missing:
        raise RuleError("R008", f"{path}: lacks the columns {', '.join(sorted(missing))}; add them to its header")
    out = io.StringIO()
    writer = csv.DictWriter(out, columns, restval="", extrasaction="ignore", lineterminator="\n")
    writer.writeheader()
    writer.writerows([*held, *rows])
    part = path.with_suffix(".part")
    part.write_text(out.getvalue(), "utf-8")
    part.replace(path)


def _faults(base: "Knowledge") -> Iterator[str]:
    for name, items in sorted(base.aliases.items()):
        if len(items) > 1 and name not in base.ambiguities and any(item.alias == name for item in items):
            yield f"{name}: stands for {', '.join(sorted(item.entity_id for item in items))}; say in ambiguous.csv when"
    for group in base.groups.values():
        if len(group.members) < 2:
            yield f"groups.csv: {group.id} has one member; whom is it confused with?"
    for entity in base.entities.values():
        if entity.owner and entity.owner not in base.entities:
            yield f"entities.csv: {entity.id}: its owner {entity.owner!r} is no entity"


def _entries(base: "Knowledge", name: str) -> Iterator[str]:
    for alias in base.aliases.get(name) or base.aliases.get(name.casefold()) or ():
        yield f"{name}: {alias.kind or 'name'} of {_told(base, base.entities[alias.entity_id])}"
    for guard in base.ambiguities.get(name, ()):
        yield f"{name}: {_guarded(guard.needs, guard.not_before, guard.not_after)}"
    if name in base.places:
        yield f"{name}: place {base.places[name].canonical} ({base.places[name].country})"
    if name in base.people:
        yield f"{name}: person {base.people[name].canonical}"


def _guarded(needs: tuple[str, ...], before: tuple[str, ...], after: tuple[str, ...]) -> str:
    parts = {"needs": needs, "not behind": before, "not before": after}
    return "also a word; as a name " + "; ".join(f"{what} {'|'.join(words)}" for what, words in parts.items() if words)


def _told(base: "Knowledge", entity: "Entity") -> str:
    groups = ", ".join("/".join(group.names()) for group in base.groups_of(entity.id))
    facts: Mapping[str, str] = {
        "owner": entity.owner, "market": "|".join(sorted(entity.market)), "currency": entity.currency,
        "launched": entity.launched, "confused": groups,
    }  # fmt: skip
    return f"{entity.canonical} ({entity.id}, {entity.type})" + "".join(f" {k}={v}" for k, v in facts.items() if v)


def _in_text(name: str, text: str, lexicon: str) -> Iterator[str]:
    """Tell of each place of a name in a text what became of it there."""
    from kaoju.document import Document
    from kaoju.engine import through
    from kaoju.settings import Settings
    from kaoju.stages.entities.names import kept_out, name_index

    name_index.cache_clear()
    doc = through("platforms", Document.of(text), Settings(ner="none", lexicon=lexicon))
    at = doc.clean.find(name)
    if at < 0:
        yield f"{name}: does not stand in the text"
    while at >= 0:
        over = [m for m in doc.mentions if m.span.start <= at and at + len(name) <= m.span.end]
        for mention in over:
            evidence = "; ".join(f"{e.rule} {e.note}" for e in mention.evidence)
            yield f"[{at}] {doc.surface(mention.span)} → {mention.canonical} {mention.type}: {evidence}"
        if not over:
            yield f"[{at}] {name}: {kept_out(doc, name_index(lexicon), name, at)}"
        at = doc.clean.find(name, at + len(name))
