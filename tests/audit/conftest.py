"""A small article of our own with gold, and the rows of a run that agrees with it, for tests to bend."""

import json
from pathlib import Path
from types import SimpleNamespace

import pytest

Rows = list[dict[str, object]]

TEXT = (
    "微信的账，怎么算\n"
    "“一天也就卖三十斤茶，”茶农邓小岚说，“挣的是辛苦钱。”\n"
    "据青岚研究院统计，2024年微信的月活用户超过13亿，比上年增长约4%。\n"
    "邓小岚在WeChat上有1200多位顾客，店名叫“岚山一叶”。\n"
)


def claim(line: int, surface: str, **fields: object) -> dict[str, object]:
    base: dict[str, object] = {
        "line": line, "surface": surface, "nth": 0, "kind": "count", "low": None, "high": None, "approx": False,
        "unit": None, "subject": "", "metric": "count", "of": None, "time": None, "region": None,
        "modality": "reported", "polarity": "affirmed", "source": None, "certain": True,
    }  # fmt: skip
    return {**base, **fields}


def quote(line: int, surface: str, end: str, kind: str, speaker: str, cue: str) -> dict[str, object]:
    return {
        "line": line, "surface": surface, "nth": 0, "end_line": line, "end_surface": end, "type": kind,
        "speaker": speaker, "cue": cue, "certain": True,
    }  # fmt: skip


def platform(line: int, surface: str, why: str) -> dict[str, object]:
    return {"line": line, "surface": surface, "nth": 0, "referent": "微信", "certain": True, "why": why}


def entity(line: int, surface: str, kind: str) -> dict[str, object]:
    return {"line": line, "surface": surface, "nth": 0, "type": kind, "canonical": surface, "certain": True}


GOLD: dict[str, Rows] = {
    "platforms": [platform(0, "微信", "标题"), platform(2, "微信", "月活"), platform(3, "WeChat", "国内茶农")],
    "claims": [
        claim(1, "三十斤", kind="measure", low=30, high=30, unit="斤", subject="茶", metric="sales_volume",
              source="邓小岚"),
        claim(2, "超过13亿", low=1300000000, unit="人", subject="微信", metric="monthly_active_users", time="2024",
              source="青岚研究院"),
        claim(2, "约4%", kind="percent", low=4, high=4, approx=True, unit="%", subject="微信", metric="growth_rate",
              of="月活用户", time="2024", source="青岚研究院"),
        claim(3, "1200多位", low=1200, approx=True, unit="人", subject="邓小岚", modality="asserted", certain=False),
    ],
    "quotes": [
        quote(1, "一天也就卖三", "十斤茶，", "direct", "邓小岚", "说"),
        quote(1, "挣的是辛苦钱", "辛苦钱。", "direct", "邓小岚", "说"),
        quote(2, "2024年微信", "增长约4%", "indirect", "青岚研究院", "据…统计"),
    ],
    "not_quotes": [{"line": 3, "surface": "岚山一叶", "nth": 0, "why": "name", "certain": True}],
    "entities": [entity(1, "邓小岚", "PER"), entity(2, "青岚研究院", "ORG"), entity(3, "邓小岚", "PER")],
}  # fmt: skip
META = {"published": "2025-03-02", "genre": "brief", "pair": "微信/WeChat", "script": "simplified", "split": "tune"}


def write_rows(path: Path, rows: Rows) -> None:
    path.write_text("".join(json.dumps(row, ensure_ascii=False, default=str) + "\n" for row in rows), "utf-8")


def write_article(folder: Path, **layers: Rows) -> Path:
    """Write an article folder; a layer given by name replaces the gold's own."""
    folder.mkdir(parents=True)
    (folder / "article.txt").write_text(TEXT, "utf-8", newline="")
    (folder / "meta.json").write_text(json.dumps(META, ensure_ascii=False), "utf-8")
    for name, rows in {**GOLD, **layers}.items():
        write_rows(folder / f"{name}.jsonl", rows)
    return folder


def found(item: dict[str, object], **fields: object) -> dict[str, object]:
    """Return an output row where a gold row stands."""
    lines = TEXT.split("\n")
    number, surface = item["line"], item["surface"]
    assert isinstance(number, int)
    assert isinstance(surface, str)
    start = sum(len(line) + 1 for line in lines[:number]) + lines[number].index(surface)
    end = start + len(surface)
    last = item.get("end_surface")
    if isinstance(last, str):
        end = TEXT.index(last, start) + len(last)
    return {"doc_id": "d1", "raw_start": start, "raw_end": end, "confidence": 0.9, **fields}


def right_rows() -> dict[str, Rows]:
    """Return the rows of a run that agrees with the gold in everything."""
    keep = ("kind", "unit", "subject", "metric", "of", "time", "region", "modality", "polarity", "source", "approx")
    mentions = [found(g, type="PLATFORM", canonical=g["referent"], printed=g["surface"]) for g in GOLD["platforms"]]
    mentions += [found(g, type=g["type"], canonical=g["canonical"]) for g in GOLD["entities"]]
    claims = [
        found(g, low=None if g["low"] is None else str(g["low"]), high=None if g["high"] is None else str(g["high"]),
              **{key: g[key] for key in keep})
        for g in GOLD["claims"]
    ]  # fmt: skip
    quotes = [found(g, **{key: g[key] for key in ("type", "speaker", "cue")}) for g in GOLD["quotes"]]
    return {"mentions": mentions, "claims": claims, "quotes": quotes}


def write_run(folder: Path, rows: dict[str, Rows]) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    for name, table in rows.items():
        write_rows(folder / f"{name}.jsonl", table)
    return folder


@pytest.fixture
def case() -> SimpleNamespace:
    return SimpleNamespace(
        text=TEXT, gold=GOLD, write_article=write_article, write_rows=write_rows, write_run=write_run,
        right_rows=right_rows, found=found,
    )  # fmt: skip
