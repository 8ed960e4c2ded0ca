"""Invented names that fit the year of birth. No given name here is that of a person in public life."""

from __future__ import annotations

from tools.example.dice import Dice, words

OUTSIDE = words(
    "王 周 吴 徐 孙 胡 朱 林 何 郭 罗 宋 郑 唐 冯 于 董 萧 程 曹 沈 吕 潘 傅 廖 熊 邓 简 涂 卢 辛 敖 聂 严 邹"
)

# years of birth up to and including → first characters, second characters, single characters
MEN = {
    1959: ("国 福 根 金 水 春 长 细 生 冬 仁 义", "生 根 福 发 才 仔 林 成 茂 寿 昌 贵", "福 贵 昌 茂"),
    1979: ("建 志 国 新 卫 永 红 光 庆 正 世 绍", "华 平 林 辉 良 荣 武 民 亮 生 庭 春", "辉 荣 庭 良 祥"),
    1994: (
        "志 海 振 晓 俊 文 小 永 立 江 剑 少",
        "峰 涛 斌 锋 辉 飞 龙 军 波 林 豪 清",
        "峰 涛 斌 凯 喆 超 磊",
    ),
    2100: ("子 宇 浩 俊 嘉 思 明 天 梓 皓 奕 家", "轩 杰 豪 辰 阳 博 翔 凯 鑫 航 霖 瑞", "鑫 帆 昊 喆 堃 航"),
}
WOMEN = {
    1959: ("秀 桂 玉 春 菊 冬 水 细 金 满 莲 九", "英 香 珍 莲 花 凤 娥 秀 姑 妹 连 姣", "香 莲 英 凤"),
    1979: ("小 春 丽 美 海 秋 玉 凤 月 建 冬 水", "英 珍 花 萍 芳 玲 华 霞 娟 琴 群 香", "萍 芳 玲 琴 霞"),
    1994: ("丽 晓 小 海 雪 静 婷 燕 慧 美 文 娟", "萍 霞 琴 婷 芳 燕 娟 玲 敏 娜 云 丽", "婷 静 燕 敏 娟 娜"),
    2100: (
        "雨 思 欣 佳 梦 雅 诗 紫 语 子 若 可",
        "婷 怡 琪 妍 雯 萱 颖 瑶 洁 涵 晴 彤",
        "婷 颖 怡 雯 瑶 琪 㛃",
    ),
}


def given_name(sex: str, year: int, dice: Dice) -> str:
    """Return a given name of one or two characters in the fashion of the year."""
    fashions = MEN if sex == "男" else WOMEN
    first, second, single = next(pools for last, pools in fashions.items() if year <= last)
    if dice.chance(0.12):
        return dice.pick(single.split())
    one, two = dice.pick(first.split()), dice.pick(second.split())
    return one + (two if two != one else dice.pick(single.split()))


def outside_surname(surname: str, dice: Dice) -> str:
    """Return the surname of someone who married in."""
    return dice.pick([other for other in OUTSIDE if other != surname])
