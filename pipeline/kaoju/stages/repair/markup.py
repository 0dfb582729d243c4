"""Remnants of HTML in text: tags, halves of tags, character references."""

import html
import re
from functools import cache

from kaoju.rulebook import Found, Matcher, load_rules
from kaoju.span import Edit

__all__ = ["markup_edits"]

_LESSON, _NEAR = "repair_context.markup_lesson", "repair_context.markup_near"
_REFERENCE = re.compile("&[#a-zA-Z][#a-zA-Z0-9]{1,9};")
_AMP = re.compile(r"&(?:amp;)+(?!$)")


def markup_edits(text: str) -> list[Edit]:
    """Drop tags and write out character references, except on lines that are about markup."""
    if ">" not in text and not _REFERENCE.search(text):
        return []  # a look that costs little: every rule needs one of the two
    lessons = [(found, _lesson(text, found)) for found in _markup().best(text)]
    littered = any(not kind for _, kind in lessons)
    return [_edit(found) for found, kind in lessons if not kind or (littered and kind == _NEAR)]


def _edit(found: Found) -> Edit:
    rule = found.rule
    new = _character(found.match[0]) if rule.text("kind") == "entity" else rule.text("text")
    return Edit(found.span.start, found.span.end, new, rule.text("kind"), rule=rule.id)


def _character(reference: str) -> str:
    new = html.unescape(_AMP.sub("&", reference))
    while new != (once := html.unescape(new)):
        new = once
    return new.replace("\xa0", " ") if new.isprintable() or new == "\xa0" else ""


def _lesson(text: str, found: Found) -> str:
    """Return the rule by which the line of a tag is about markup; empty where none says so."""
    start = text.rfind("\n", 0, found.span.start) + 1
    end = text.find("\n", found.span.end)
    line = text[start : end if end >= 0 else len(text)]
    rules = {f.rule.id for f in _context().all(line[:2000])}
    return _LESSON if _LESSON in rules else _NEAR if _NEAR in rules else ""


@cache
def _markup() -> Matcher:
    return Matcher(load_rules("repair"))


@cache
def _context() -> Matcher:
    return Matcher(load_rules("repair_context"))
