"""The grade of a report and its reasons, under the rules as delivered."""

from __future__ import annotations

import pytest

from triage.grade import Grade, Graded, Known, Reason, Source, Transcript, grade
from triage.rules import Rules

TIPS = [
    ("en", "high", "There is a bomb in the central station, it goes off in an hour"),
    ("en", "high", "He has a gun and is going to shoot up the school tomorrow"),
    ("en", "high", "I want to kill myself tonight"),
    ("en", "high", "the house is on fire and my kids are trapped upstairs"),
    ("en", "high", "he can't breathe please send an ambulance"),
    ("en", "high", "The bridge on 5th street has cracks and is about to collapse, buses drive over it"),
    ("en", "high", "My neighbor beats his children every night"),
    ("en", "high", "They keep women locked in the basement and took their passports"),
    ("en", "look", "lol there is a bomb in the school just kidding"),
    ("en", "look", "In the movie he has a gun and wants to kill everyone"),
    ("en", "look", "sos"),
    ("en", "low", "There is no bomb, nobody has a gun, nothing happened here"),
    ("en", "low", "Ten years ago my uncle threatened me with a knife"),
    ("en", "low", "My boss takes bribes from a supplier, every month in cash"),
    ("en", "low", "My wife was fired yesterday from her job at the gun shop"),
    ("en", "low", "This is not an emergency. The street lamp on Main Street has been broken for weeks"),
    ("en", "low", "Tomorrow the children of the school sing in the park, hundreds of people are there"),
    ("en", "none", "Thank you for this great service, good morning"),
    ("en", "none", "Click here to claim your prize, you have won a free iphone"),
    ("zh-CN", "high", "火车站有炸弹,一个小时后爆炸"),
    ("zh-CN", "high", "他说明天要去学校砍人,手里有刀"),
    ("zh-CN", "high", "我不想活了,今晚就跳楼"),
    ("zh-CN", "high", "工厂着火了,里面还有人被困"),
    ("zh-CN", "high", "邻居煤气泄漏,楼里有很多老人"),
    ("zh-CN", "high", "車站有炸彈,他們要殺人"),
    ("zh-CN", "look", "哈哈逗你玩的,学校有炸弹"),
    ("zh-CN", "low", "我们经理收供应商的回扣,已经好几年了"),
    ("zh-CN", "low", "这里没有炸弹,也没有枪"),
    ("zh-CN", "low", "十年前他用刀威胁过我"),
    ("zh-CN", "low", "我想吃炸鸡,今天学校食堂的菜太贵了"),
    ("zh-CN", "none", "谢谢你们的服务,辛苦了"),
    ("zh-CN", "none", "点击链接免费领取手机,恭喜中奖"),
    ("es", "high", "Hay una bomba en la estación central, explota en una hora"),
    ("es", "high", "Tiene una pistola y va a matar a todos en la escuela mañana"),
    ("es", "high", "Me quiero morir, esta noche me voy a matar"),
    ("es", "high", "La casa está en llamas y mis hijos están atrapados arriba"),
    ("es", "high", "no puede respirar manden una ambulancia por favor"),
    ("es", "look", "Hay una bomba en el colegio jajaja es broma"),
    ("es", "low", "No hay ninguna bomba y nadie tiene armas"),
    ("es", "low", "Mi jefe recibe sobornos de un proveedor todos los meses"),
    ("es", "low", "Hace diez años mi tío me amenazó con un cuchillo"),
    ("es", "low", "No es una emergencia, la farola de la calle está rota"),
    ("es", "none", "Gracias por el servicio, buenos días"),
]


def of_text(rules: Rules, language: str, text: str) -> Graded:
    return grade(Known(language, text), rules)


def names(graded: Graded) -> set[str]:
    return {reason.name for reason in graded.reasons}


@pytest.mark.parametrize(
    ("language", "expected", "text"), TIPS, ids=[f"{tip[0]}-{tip[1]}-{tip[2][:30]}" for tip in TIPS]
)
def test_a_text_gets_its_grade(rules: Rules, language: str, expected: str, text: str) -> None:
    graded = of_text(rules, language, text)
    assert str(graded.grade) == expected, graded.reasons


def test_grades_are_ordered_by_urgency() -> None:
    assert Grade.NONE < Grade.LOW < Grade.LOOK < Grade.HIGH
    assert max(Grade.LOW, Grade.HIGH, Grade.LOOK) is Grade.HIGH


def test_reasons_name_the_words_that_caused_them_and_their_weight(rules: Rules) -> None:
    graded = of_text(rules, "en", "He has a GUN at the school")
    assert Reason("weapon", Source.TEXT, 6, ("gun",), "a weapon is named") in graded.reasons
    assert "a weapon is named: gun (+6)" in map(str, graded.reasons)


def test_a_doubt_is_a_reason_with_the_weight_it_took(rules: Rules) -> None:
    graded = of_text(rules, "en", "There is no bomb in this house.")
    assert [(reason.name, reason.weight) for reason in graded.reasons] == [("explosive", 8), ("negation", -8)]


def test_a_denial_in_one_clause_says_nothing_about_the_next(rules: Rules) -> None:
    assert of_text(rules, "en", "No, there is a bomb at the airport").grade is Grade.HIGH


def test_one_undoubted_mention_is_enough(rules: Rules) -> None:
    text = "Last year he had a gun. Now he has a gun again and wants to kill my sister."
    assert of_text(rules, "en", text).grade is Grade.HIGH


def test_a_place_and_a_time_are_no_danger_by_themselves(rules: Rules) -> None:
    assert not of_text(rules, "en", "The school is closed tomorrow for all of the children").reasons


def test_a_danger_answer_is_high_whatever_else_is_said(rules: Rules) -> None:
    graded = grade(Known("en", "just kidding, this is a prank lol", danger=True), rules)
    assert graded.grade is Grade.HIGH
    assert "danger" in names(graded)


def test_denying_danger_takes_nothing_away(rules: Rules) -> None:
    text = "There is a bomb in the central station"
    assert grade(Known("en", text, danger=False), rules).grade is of_text(rules, "en", text).grade is Grade.HIGH


def test_a_category_weighs_with_the_words(rules: Rules) -> None:
    text = "He carries a knife all the time"
    assert of_text(rules, "en", text).grade is Grade.LOW
    assert grade(Known("en", text, category="violence"), rules).grade is Grade.HIGH


def test_a_category_nobody_knows_weighs_nothing(rules: Rules) -> None:
    assert grade(Known("en", "The lamp on my street is broken", category="gone"), rules).grade is Grade.LOW


def test_money_never_becomes_high_by_the_hour_or_the_place(rules: Rules) -> None:
    text = "The principal of the school takes bribes, hundreds of parents pay, tomorrow again, it is urgent"
    assert grade(Known("en", text, category="corruption"), rules).grade is Grade.LOW


@pytest.mark.parametrize("text", ["", "ok", "help", "?!", "\N{FIRE}\N{FIRE}", "12345"])
def test_very_few_words_must_be_looked_at(rules: Rules, text: str) -> None:
    assert of_text(rules, "en", text).grade is Grade.LOOK


@pytest.mark.parametrize(
    ("language", "text"),
    [
        pytest.param("fr", "Mon voisin cache quelque chose dans sa cave depuis longtemps", id="French, no rules"),
        pytest.param("en", "Mwen bezwen manje ak dlo tanpri ede nou souple", id="Creole on the English line"),
        pytest.param(
            "zh-CN", "学校に爆弾があります。すぐに来てください。犯人は東の門にいます", id="Japanese on the Chinese line"
        ),
        pytest.param("en", "Он хочет взорвать школу завтра утром", id="Russian on the English line"),
    ],
)
def test_a_language_without_rules_must_be_looked_at(rules: Rules, language: str, text: str) -> None:
    graded = of_text(rules, language, text)
    assert graded.grade is Grade.LOOK
    assert "unknown_language" in names(graded)


@pytest.mark.parametrize("language", ["en", "es", "zh-CN", "fr"])
@pytest.mark.parametrize(
    "text",
    [
        "He has a gun and is going to kill my sister tonight",
        "Tiene una pistola y va a matar a mi hermana esta noche",
        "他有枪,今晚要杀我姐姐",
    ],
)
def test_rules_follow_the_words_and_not_the_language_of_the_line(rules: Rules, language: str, text: str) -> None:
    assert of_text(rules, language, text).grade is Grade.HIGH


def spoken(rules: Rules, transcript: Transcript | None, text: str = "", *, danger: bool | None = None) -> Grade:
    return grade(Known("en", text, danger, recorded=True, transcript=transcript), rules).grade


def test_a_recording_nobody_could_transcribe_must_be_looked_at(rules: Rules) -> None:
    assert spoken(rules, None) is spoken(rules, Transcript("  ", confident=True)) is Grade.LOOK


def test_a_good_transcript_is_graded_by_its_words(rules: Rules) -> None:
    assert spoken(rules, Transcript("the street lamp on my street is broken", confident=True)) is Grade.LOW
    assert spoken(rules, Transcript("there is a bomb in the central station", confident=True)) is Grade.HIGH


def test_a_doubtful_transcript_asks_for_a_look_and_no_more(rules: Rules) -> None:
    assert spoken(rules, Transcript("there is a bomb in the central station", confident=False)) is Grade.LOOK
    assert spoken(rules, Transcript("the lamp on my street is broken", confident=False)) is Grade.LOOK


@pytest.mark.parametrize("said", ["thanks this was just a prank lol", "nothing happened here to any of us", ""])
@pytest.mark.parametrize("confident", [True, False])
def test_a_transcript_never_lowers(rules: Rules, said: str, confident: bool) -> None:
    typed = "There is a bomb in the central station"
    assert spoken(rules, Transcript(said, confident), typed) is Grade.HIGH
    assert spoken(rules, Transcript(said, confident), danger=True) is Grade.HIGH
    assert spoken(rules, Transcript(said, confident), "The lamp on my street is broken") >= Grade.LOW


def test_spam_by_voice_is_low_and_not_none(rules: Rules) -> None:
    assert spoken(rules, Transcript("you have won a free gift claim your prize now", confident=True)) is Grade.LOW


def test_a_long_text_of_one_sentence_is_graded_without_end(rules: Rules) -> None:
    text = "i heard there is a gun and he wants to kill them at the school and no one knows " * 2_000
    assert of_text(rules, "en", text).grade is not Grade.NONE
