"""Clean texts that look damaged to a hasty tool: nothing in them may change."""

from pathlib import Path

import opencc
import pytest

from kaoju.document import Document
from kaoju.settings import Settings
from kaoju.stages.repair import repair
from kaoju.stages.repair.script import simplified

ARTICLES = sorted((Path(__file__).parents[2] / "corpus").glob("*/article.txt"))
CLEAN = (
    "你真的把灯关了？！他不信：“门也锁了？！”",
    "怎么会这样？？谁都说不清……真的？。",
    "第三课 生字\n河(hé) 江(jiāng) 湖(hú)\n“长”有两个读音：长(cháng)短，长(zhǎng)大。",
    "汉语拼音练习：把“行(xíng)走”和“银行(háng)”各写三遍，注意声调。",
    "中央处理器（CPU）与图形处理器（GPU）分工不同，前者重延迟（latency），后者重吞吐（throughput）。",
    "这款手机(iPhone)和那台电脑(laptop)都支持快充(fast charging)。",
    "她在 GitHub (a code host) 上提交了补丁 (patch)，版本是 v1.2.3-rc1。",
    "```\ndef add(a, b):\n    return a + b  # 求和:两数之和\n```",
    "if (x < 3 && y > 5) { return f(x)[0]; }",
    "SELECT name FROM 图书 WHERE price < 30;",
    "他写道：<静夜>、<春晓>两首，各抄一遍。",
    "锟铻是古剑名，鈥是化学元素。",
    "面试(mianshi)、笔试(bishi)两轮都通过了。".replace("(", "（").replace(")", "）"),
    "价格是30?40?没人知道，菜单写着“??元”。".replace("?", "？"),
    "邮箱是 a?b@c.example，网址 https://d.example/?q=(yi)&n=2。",
    "😀好！👍🏽赞（哈哈）…",
)


@pytest.mark.parametrize("text", CLEAN)
def test_nothing_changes(text: str) -> None:
    doc = repair(Document.of(text), Settings())
    assert doc.clean == text
    assert doc.repairs == ()


@pytest.mark.parametrize("article", ARTICLES, ids=lambda path: path.parent.name)
def test_articles_in_three_forms(article: Path) -> None:
    text = repair(Document.of(article.read_text("utf-8")), Settings()).clean  # some are in traditional characters
    hant = opencc.OpenCC("s2t").convert(text)
    half = text.translate({ord(char): ord(char) - 0xFEE0 for char in "，：；？！（）"})
    assert repair(Document.of(text), Settings()).clean == text
    assert repair(Document.of(hant), Settings()).clean == simplified(hant)
    for new, old in zip(repair(Document.of(half), Settings()).clean, text, strict=True):
        assert new == old or ord(old) - ord(new) == 0xFEE0


PARAGRAPHS = (Path(__file__).parents[1] / "cases" / "repair_clean.txt").read_text("utf-8").strip().split("\n\n")


@pytest.mark.parametrize("text", [*PARAGRAPHS, "\n".join(PARAGRAPHS)])
def test_paragraphs_of_all_kinds_stay(text: str) -> None:
    doc = repair(Document.of(text), Settings())
    assert [(r.raw.of(text), r.edit.text, r.edit.rule) for r in doc.repairs] == []
    assert doc.clean == text
