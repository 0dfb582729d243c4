"""Conversion to simplified characters: what it must not change, and wrong conversions of others that it undoes."""

import pytest

from kaoju.document import Document
from kaoju.settings import Settings
from kaoju.stages.repair import repair
from kaoju.stages.repair.script import simplified

PLAIN = "这家县医院的门诊楼去年重新开放，护士长说病人比从前多了很多，她们每天都要忙到晚上。"
HANT = "這家縣醫院的門診樓去年重新開放，護士長說病人比從前多了很多。"


def mend(text: str) -> str:
    return repair(Document.of(text), Settings()).clean


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("作家蕭乾說，乾杯之後再說。", "作家萧乾说，干杯之后再说。"),
        ("院長劉振乾表示，藥材已曬乾。劉振乾沒有多談。", "院长刘振乾表示，药材已晒干。刘振乾没有多谈。"),
        ("黃瓜乾、葡萄乾都要乾燥保存。", "黄瓜干、葡萄干都要干燥保存。"),
        ("乾隆年間的范仲淹祠與範圍", "乾隆年间的范仲淹祠与范围"),
        ("皇后在宮後的花園裡走了幾里路", "皇后在宫后的花园里走了几里路"),
        ("錢鍾書坐在鐘樓下讀鍾馗的故事", "钱锺书坐在钟楼下读钟馗的故事"),
        ("李昇的股票上昇，畢昇印書", "李昇的股票上升，毕昇印书"),
        ("鉅亨網籌得鉅額資金", "钜亨网筹得巨额资金"),
        ("王濛奪冠那天細雨濛濛", "王濛夺冠那天细雨蒙蒙"),
        ("趙孟頫、文徵明與魏徵應徵", "赵孟頫、文徵明与魏徵应征"),
        ("於是於梨華關於淳于髡的書", "于是於梨华关于淳于髡的书"),
        ("郭先生把城郭的輪廓畫在松木上，鬆了口氣", "郭先生把城郭的轮廓画在松木上，松了口气"),
        ("子雲說雲南的雲，詩云：雲在青天", "子云说云南的云，诗云：云在青天"),
        ("《後漢書》記載的征戰與徵稅", "《后汉书》记载的征战与征税"),
        ("他看了《進撃の巨人》，買了「優の良品」", "他看了《進撃の巨人》，买了「優の良品」"),
        ("東京電力は発表した。他會日語，聽懂了。", "東京電力は発表した。他会日语，听懂了。"),
        ("《史記》，司馬遷著，他笑著說", "《史记》，司马迁著，他笑着说"),
        ("祇是神祇不管座標和想像", "只是神祇不管坐标和想象"),
        ("若乾元件來自衞生署", "若干元件来自卫生署"),
        ("這批覆蓋物與批覆不同，來回覆蓋三次", "这批覆盖物与批复不同，来回覆盖三次"),
        ("櫃枱後敍舊，屋簷下麻痺", "柜台后叙旧，屋檐下麻痹"),
        ("「後」字和「后」字的寫法不同，以後再講", "「後」字和「后」字的写法不同，以后再讲"),
    ],
)
def test_names_and_titles_keep_what_they_are(old: str, new: str) -> None:
    assert simplified(old) == new


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("医院全麵推进体係建设", "医院全面推进体系建设"),
        ("病房裏麵和后麵都没有人", "病房里面和后面都没有人"),
        ("皇後也来了，太後没有说话", "皇后也来了，太后没有说话"),
        ("他隻有一隻猫，隻能养两隻", "他只有一只猫，只能养两只"),
        ("香气馥鬱，浓鬱得很", "香气馥郁，浓郁得很"),
        ("髮展很快，髮现了新药", "发展很快，发现了新药"),
        ("曆史悠久，来曆不明", "历史悠久，来历不明"),
        ("製度完善，控製得好", "制度完善，控制得好"),
        ("山穀里鬆树很多", "山谷里松树很多"),
        ("他刚齣门，战鬥就打响，占蔔也没用", "他刚出门，战斗就打响，占卜也没用"),
        ("对於此事，属於谁的责任", "对于此事，属于谁的责任"),
    ],
)
@pytest.mark.parametrize("around", [PLAIN, f"{PLAIN}\n{HANT}", HANT])
def test_wrong_conversions_are_undone(old: str, new: str, around: str) -> None:
    found = mend(f"{around}\n{old}")
    line = found.split("\n")[-1]
    assert line == new


@pytest.mark.parametrize(
    "text",
    [
        "“後”字的繁体写法有双人旁，“皇后”的“后”不能写成“後”。",
        "同学们把“裏”“麵”“髮”“隻”各抄三遍，这是繁体字课。",
        "书架上有《後漢書》《東周列國志》，也有《繁花》。",
        "树上有一隻能飞的鸟，他用旧字写信。",
        "招牌上是「永樂麵店」四个字，老板姓郑。",
        "陈奕迅唱的《於心有愧》是粤语歌，歌词里有“喺度”“嘅”“咗”。",
        "茶餐厅的阿嬷说：“食咗飯未呀？”他听不懂。",
        "宫商角徵羽，乾坤日月，藉此慰藉，瞭望塔上。",
        "钱锺书、毕昇、朱镕基、翁同龢、陶喆、李堃、赵孟頫。",
    ],
)
def test_simplified_text_keeps_its_traditional_characters(text: str) -> None:
    doc = repair(Document.of(f"{PLAIN}\n{text}"), Settings())
    assert doc.clean == f"{PLAIN}\n{text}"
    assert doc.repairs == ()


def test_characters_right_in_traditional_text_are_wrong_where_several_stand_in_simplified_clauses() -> None:
    text = "门诊开放後，病人来了；护士把药放在抽屉裏，其余的人还在等，医生最後才走。"
    assert mend(text) == text.replace("後", "后").replace("裏", "里")
    for few in ("门诊开放後，病人多了。", "後藤医生在东京看诊。", "来週の会議は東京の後楽園で開かれます。"):
        assert mend(few) == few
