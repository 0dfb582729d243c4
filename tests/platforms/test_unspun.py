"""Ten clean articles of our own that name both platforms of a pair and mean what they print: nothing may be changed."""

import datetime as dt
from pathlib import Path

import pytest

from kaoju.document import Document, Meta
from kaoju.engine.pipeline import through

CASES = Path(__file__).resolve().parents[1] / "cases" / "unspun"
PAIRS = {
    "bytedance-history": ("抖音", "TikTok"),
    "douyin-tiktok-music": ("抖音", "TikTok"),
    "douyin-translated": ("抖音", "TikTok"),
    "feishu-lark-qa": ("飞书", "Lark"),
    "kuaishou-kwai-brazil": ("快手", "Kwai"),
    "pinduoduo-temu-opinion": ("拼多多", "Temu"),
    "taobao-aliexpress": ("淘宝", "速卖通"),
    "wechat-overseas": ("微信", "WeChat"),
    "xiaohongshu-rednote": ("小红书", "RedNote"),
    "yiwu-seller-abroad": ("抖音", "TikTok Shop"),
}


def test_every_article_has_its_pair() -> None:
    assert {path.stem for path in CASES.glob("*.txt")} == set(PAIRS)


@pytest.mark.parametrize("article", sorted(PAIRS))
def test_no_name_is_changed(article: str) -> None:
    text = (CASES / f"{article}.txt").read_text("utf-8")
    doc = through("platforms", Document.of(text, meta=Meta(published=dt.date(2025, 8, 30))))
    named = {m.canonical for m in doc.mentions}
    assert set(PAIRS[article]) <= named
    changed = [(doc.surface(m.span), m.canonical, m.span.start) for m in doc.mentions if m.resolved]
    assert changed == []
