"""The stage's vocabulary, compiled once: cue verbs with their frames, heads of speaker phrases, function words."""

import re
from collections.abc import Iterable
from functools import cache

import ahocorasick_rs
from msgspec import Struct

from kaoju.rulebook import Rule, load_rules, load_table

__all__ = ["Cue", "Frame", "Words", "either", "words"]


class Cue(Struct, frozen=True, gc=False):
    """A word that reports speech. Frames: `c` mark or colon follows, `i` comma and clause, `b` clause, `p` after it.

    `t`: a hearer stands behind it, `r`: reports say it, `q`: it can be what somebody acts upon (应某某要求).
    """

    word: str
    frames: str
    not_before: str
    not_after: tuple[str, ...]


class Frame(Struct, frozen=True, gc=False):
    """A construction that names a source (据X的数据，…). `anchor` is where its pattern starts."""

    rule: str
    triggers: tuple[str, ...]
    anchor: str
    pattern: re.Pattern[str]


class Words(Struct, frozen=True, gc=False):
    """Everything the matchers ask of the lexicons."""

    cues: tuple[Cue, ...]
    triggers: tuple[str, ...]
    framed: dict[str, tuple[Frame, ...]]
    automaton: ahocorasick_rs.AhoCorasick
    heads: frozenset[str]
    head_ends: frozenset[str]
    persons: frozenset[str]
    reports: frozenset[str]
    report_ends: tuple[str, ...]
    reporting: frozenset[str]
    orgs: frozenset[str]
    adverbs: frozenset[str]
    pronouns: frozenset[str]
    pronominal: frozenset[str]
    surnames: frozenset[str]
    honorifics: frozenset[str]
    before_term: re.Pattern[str]
    after_term: re.Pattern[str]
    tail: re.Pattern[str]
    refusal: re.Pattern[str]
    refusing: frozenset[str]
    acts: frozenset[str]
    urging: frozenset[str]
    replies: frozenset[str]
    companies: frozenset[str]
    leading: frozenset[str]
    lead: re.Pattern[str]


def either(items: Iterable[str]) -> str:
    """Return an alternation, longest first, of literal strings."""
    return "|".join(map(re.escape, sorted(set(items), key=lambda w: (-len(w), w))))


_BUCKET = 16


def _guarded(items: Iterable[str]) -> str:
    """Return an alternation that looks at the next character before it tries any of many words."""
    known = sorted(items)
    firsts = sorted({w[0] for w in known})
    groups = []
    for at in range(0, len(firsts), _BUCKET):
        bucket = firsts[at : at + _BUCKET]
        inside = either(w for w in known if w[0] in bucket)
        groups.append(f"(?=[{''.join(map(re.escape, bucket))}])(?:{inside})")
    return f"(?=[{''.join(map(re.escape, firsts))}])(?:{'|'.join(groups)})"


@cache
def words() -> Words:
    """Load and compile the lexicons on first use."""
    cues = tuple(
        Cue(r["cue"], r["frames"], r["not_before"], tuple(filter(None, r["not_after"].split("|"))))
        for r in load_table("cues")
    )
    frames = tuple(_frame(rule) for rule in load_rules("quotes"))
    triggers = tuple(sorted({t for f in frames for t in f.triggers}))
    classes: dict[str, list[str]] = {}
    for row in load_table("quote_words"):
        classes.setdefault(row["class"], []).append(row["word"])
    kinds: dict[str, list[str]] = {}
    for row in load_table("speaker_heads"):
        kinds.setdefault(row["kind"], []).append(row["head"])
    flipped = [w[::-1] for w in classes["adverb"]]
    return Words(
        cues=cues,
        triggers=triggers,
        framed={t: tuple(f for f in frames if t in f.triggers) for t in triggers},
        automaton=ahocorasick_rs.AhoCorasick(
            [*(c.word for c in cues), *triggers],
            matchkind=ahocorasick_rs.MatchKind.LeftmostLongest,
            implementation=ahocorasick_rs.Implementation.DFA,
        ),
        heads=frozenset(w for group in kinds.values() for w in group),
        head_ends=frozenset(["们", "一", *(w[-1] for group in kinds.values() for w in group)]),
        persons=frozenset(kinds["role"] + kinds["kin"]),
        reports=frozenset(kinds["report"]),
        report_ends=tuple(kinds["report"]),
        reporting=frozenset([*(w[-1] for w in kinds["report"]), "》"]),
        orgs=frozenset(kinds["org"]),
        adverbs=frozenset(classes["adverb"]),
        pronouns=frozenset(classes["pronoun"]),
        pronominal=frozenset(w[0] for w in classes["pronoun"]),
        surnames=frozenset(classes["surname"]),
        honorifics=frozenset(classes["honorific"]),
        before_term=re.compile(_guarded(w[::-1] for w in classes["term_before"])),
        after_term=re.compile(_guarded(classes["term_after"])),
        tail=re.compile(_TAIL.replace("ADVERB", _guarded(flipped)), re.VERBOSE),
        refusal=re.compile(_guarded(w[::-1] for w in classes["negator"])),
        acts=frozenset(classes["act"]),
        urging=frozenset(classes["urge"]),
        replies=frozenset(classes["reply"]),
        companies=frozenset(classes["company"]),
        refusing=frozenset(w[-1] for w in classes["negator"]),
        leading=frozenset([*(w[0] for w in classes["leader"]), *"0123456789 \u3000\t\n\r（("]),
        lead=re.compile(_LEAD.replace("LEADER", _guarded(classes["leader"])), re.VERBOSE),
    )


def _frame(rule: Rule) -> Frame:
    triggers = tuple(filter(None, rule.text("triggers").split("|")))
    return Frame(rule.id, triggers, rule.text("anchor", "trigger"), re.compile(rule.pattern, re.VERBOSE))


# What may stand between a subject and its verb, read from the verb backwards: every literal here is reversed.
_TAIL = r"""
(?: (?:上|中|里|时|后|前|下|候时|间期)[^，。！？；：“”\n]{1,20}?(?:在|于)
  | 边一[^，。！？；：“”\n]{1,12}?边一
  | ADVERB
  | \s
  | [）)][^（(）)]{1,20}[（(]
  | (?:上|中|里|内|时|后|前|间|下|处|候时|际之|间期|后之|前之)[^，。！？；：“”\n]{0,24}?
      (?:在|于|受接|过通|对面|到谈|及谈|起说|到提|到听|到看|起忆回|到问被)(?:在|于|当)?
  | (?:者记|体媒|界外|众公|场市|刊本|报本|社本|网本|闻新[^，。\s]{0,8}?|们?我|们?他|们?她|家大|丝粉|友网|者费消
      |资投|东股|工员
      |法说[^，。]{0,8}?
      |疑质[^，。]{0,8}?
      |题问[^，。]{0,12}?|事此|况情[^，。]{0,8}?|闻传[^，。]{0,8}?|道报[^，。]{0,8}?|此|刊周[^，。\s]{0,8}?|报[时日晚][^，。\s]{0,8}?)
      [^，。！？；：“”\n在]{0,10}?(?:对|向|跟|同|与|给|对针)
  | 访采[^，。\n]{0,16}?受接(?:在)?
  | (?:件邮|[信短微私]|信[短微私]|话电|频视|件信)[^，。！？；：“”\n]{0,4}?(?:过通|由经)
  | [^，。！？；：“”\n的]{2,8}?在
  | [^，。！？；：“”\n的]{1,5}?[冲朝]
  | (?:话|气语|吻口|语[\u4e00-\u9fff]{1,3}|言方|音声)[^，。\n]{0,10}?用
  | (?:(?:告公|稿(?:闻新|通)|明声|报[通海]|知通|息消|章文|文[推博]?|博微|信开公|子帖|频视短?
      |告报|据数|函|书[^，。]{0,3})
      [^，。！？；：“”\n的]{0,8}?)?(?<!会)(?:布发|表发|出发|具出|出贴|登刊|发刊|布公)
  | (?:会布发|会者记|会明说|会报通)[^，。！？；：“”\n]{0,12}?[开召]
  | 》[^《》\n]{1,20}《[对向跟给]
  | [^，。！？；：“”\n的]{1,8}?(?:复[答回]|应回|知告|诉告|访回)
  | (?:话|息消|道报)?[^，。\n]{1,20}?引援
  | (?:地|着)[\u4e00-\u9fff]{2}
  | 日\d{1,2}(?:月\d{1,2})?(?:年\d{4})?
  | 日[）)]\d{1,2}[（(][今昨前本]
  | [一二三四五六日天]周[上本]?
  | 在
)*
"""

_LEAD = r"""
(?: LEADER
  | \s
  | [^，。；：“”\n]{0,12}?\d{1,2}月\d{1,2}日(?:电|讯|消息)
  | [（(](?:本报|实习)?(?:记者|通讯员|见习记者)[^）)\n]{1,16}[）)]
  | (?:\d{2,4}年)?(?:\d{1,2}月)?\d{1,2}日(?:[上下中]午|晚间?|凌晨|清晨|傍晚)?
  | (?:\d{2,4}年)(?:\d{1,2}月)?(?:份|底|初|中|末)?
)*
"""
