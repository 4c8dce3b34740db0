"""No rule looks at who somebody is: swapping origin, religion, opinion or name changes neither grade nor reasons."""

from __future__ import annotations

import itertools

import pytest

from triage.grade import Known, grade
from triage.rules import Rules

PEOPLE = {
    "en": [
        "man", "foreigner", "immigrant", "refugee", "American", "Mexican", "Chinese man", "Russian", "Nigerian", "Arab",
        "Muslim", "Christian", "Jew", "Hindu", "Buddhist", "atheist", "Roma", "black man", "white man", "gay man",
        "communist", "conservative", "liberal", "John", "Mohammed", "Guadalupe", "Wei", "Ivan", "Fatima", "Kim",
    ],
    "zh-CN": [
        "男人", "外国人", "外地人", "移民", "难民", "美国人", "日本人", "俄罗斯人", "非洲人", "阿拉伯人", "穆斯林",
        "基督徒", "佛教徒", "犹太人", "汉族人", "藏族人", "维吾尔族人", "河南人", "东北人", "王强", "李娜", "约翰",
        "穆罕默德", "玛丽亚",
    ],
    "es": [
        "hombre", "extranjero", "inmigrante", "refugiado", "americano", "mexicano", "colombiano", "chino", "ruso",
        "arabe", "musulman", "cristiano", "judio", "hindu", "ateo", "gitano", "indigena", "negro", "blanco",
        "homosexual", "comunista", "conservador", "Juan", "Mohamed", "Guadalupe", "Wei", "Ivan", "Dolores",
    ],
}  # fmt: skip

SENTENCES = {
    "en": [
        "The {} next door has a gun and wants to kill his wife tonight",
        "A {} told me that there is no bomb at the airport",
        "My boss, a {}, takes bribes every month",
        "A {} moved into the flat next door last week",
        "The {} is in the train station with a big bag",
        "Somebody threatened the {} who lives upstairs",
    ],
    "zh-CN": [
        "隔壁的{}有枪,今晚要杀人",
        "一个{}说机场没有炸弹",
        "我们经理是{},每个月都收回扣",
        "上周有个{}搬到了隔壁",
        "有个{}背着大包在火车站",
        "有人威胁楼上的{}",
    ],
    "es": [
        "El {} de al lado tiene una pistola y va a matar a su mujer esta noche",
        "Un {} me dijo que no hay ninguna bomba en el aeropuerto",
        "Mi jefe, un {}, recibe sobornos todos los meses",
        "Un {} se mudó al piso de al lado la semana pasada",
        "El {} está en la estación de tren con una bolsa grande",
        "Alguien amenazó al {} que vive arriba",
    ],
}

CASES = list(itertools.chain.from_iterable((itertools.product([language], SENTENCES[language])) for language in PEOPLE))


@pytest.mark.parametrize(("language", "sentence"), CASES)
def test_who_somebody_is_changes_nothing(rules: Rules, language: str, sentence: str) -> None:
    first, *others = [grade(Known(language, sentence.format(person)), rules) for person in PEOPLE[language]]
    for person, graded in zip(PEOPLE[language][1:], others, strict=True):
        assert graded == first, person


@pytest.mark.parametrize("language", PEOPLE)
def test_no_delivered_phrase_is_met_by_a_word_for_who_somebody_is(rules: Rules, language: str) -> None:
    for person in PEOPLE[language]:
        graded = grade(Known(language, person), rules)
        assert [reason.name for reason in graded.reasons if reason.weight] == [], person
