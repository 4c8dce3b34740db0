"""Languages and voices that the provider's speech takes, as far as a rehearsal needs them."""

from __future__ import annotations

import re

from rehearsal.twiml.checks import Check


def _names(text: str) -> frozenset[str]:
    return frozenset(text.split())


GATHER_LANGUAGES = _names("""
af-ZA am-ET ar-AE ar-BH ar-DZ ar-EG ar-IL ar-IQ ar-JO ar-KW ar-LB ar-MA ar-OM ar-PS ar-QA ar-SA ar-TN az-AZ bg-BG
bn-BD bn-IN ca-ES cs-CZ da-DK de-DE el-GR en-AU en-CA en-GB en-GH en-IE en-IN en-KE en-NG en-NZ en-PH en-SG en-TZ
en-US en-ZA es-AR es-BO es-CL es-CO es-CR es-DO es-EC es-ES es-GT es-HN es-MX es-NI es-PA es-PE es-PR es-PY es-SV
es-US es-UY es-VE et-EE eu-ES fa-IR fi-FI fil-PH fr-CA fr-FR gl-ES gu-IN he-IL hi-IN hr-HR hu-HU hy-AM id-ID is-IS
it-IT ja-JP jv-ID ka-GE km-KH kn-IN ko-KR lo-LA lt-LT lv-LV mk-MK ml-IN mn-MN mr-IN ms-MY my-MM nar-IQ nb-NO ne-NP
nl-BE nl-NL pa-guru-IN pl-PL pt-BR pt-PT ro-RO ru-RU si-LK sk-SK sl-SI sq-AL sr-RS su-ID sv-SE sw-KE sw-TZ ta-IN ta-LK
ta-MY ta-SG te-IN th-TH tr-TR uk-UA ur-IN ur-PK uz-UZ vi-VN yue-Hant-HK zh cmn-Hans-CN zh-TW cmn-Hant-TW zu-ZA
""")

SAY_LANGUAGES = _names("""
af-ZA am-ET ar-AE ar-XA arb bg-BG bn-IN ca-ES cmn-CN cmn-TW cs-CZ cy-GB da-DK de-AT de-DE el-GR en-AU en-CA en-GB
en-GB-WLS en-IE en-IN en-NZ en-US en-ZA es-ES es-MX es-US fi-FI fil-PH fr-CA fr-FR fr-BE gu-IN he-IL hi-IN hu-HU id-ID
is-IS it-IT ja-JP kn-IN ko-KR lv-LV ml-IN mr-IN ms-MY nb-NO nl-BE nl-NL pa-IN pl-PL pt-BR pt-PT ro-RO ru-RU sk-SK
sr-RS sv-SE ta-IN te-IN th-TH tr-TR uk-UA vi-VN yue-HK zh-CN zh-HK zh-TW
""")

# Which language each Amazon voice speaks; the languages that the line and its neighbours use.
POLLY = {
    "cmn-CN": "Zhiyu Zhiyu-Neural",
    "yue-HK": "Hiujin-Neural",
    "en-AU": "Nicole Russell Olivia-Neural Olivia-Generative",
    "en-GB": "Amy Brian Emma Amy-Neural Arthur-Neural Brian-Neural Emma-Neural Amy-Generative",
    "en-IN": "Aditi Raveena Kajal-Neural Kajal-Generative",
    "en-US": """Ivy Joanna Joey Justin Kendra Kevin Kimberly Matthew Salli Danielle-Neural Gregory-Neural Ivy-Neural
        Joanna-Neural Joey-Neural Justin-Neural Kendra-Neural Kevin-Neural Kimberly-Neural Matthew-Neural Ruth-Neural
        Salli-Neural Stephen-Neural Danielle-Generative Joanna-Generative Matthew-Generative Ruth-Generative
        Stephen-Generative""",
    "es-ES": "Conchita Enrique Lucia Lucia-Neural Sergio-Neural Lucia-Generative Sergio-Generative",
    "es-MX": "Mia Andres-Neural Mia-Neural Andres-Generative",
    "es-US": "Lupe Miguel Penelope Lupe-Neural Pedro-Neural Lupe-Generative Pedro-Generative",
    "de-DE": "Hans Marlene Vicki Daniel-Neural Vicki-Neural Daniel-Generative Vicki-Generative",
    "fr-FR": "Celine Lea Mathieu Lea-Neural Remi-Neural Lea-Generative",
}
SPEAKS = {f"Polly.{name}": language for language, names in POLLY.items() for name in names.split()}
GOOGLE = re.compile(
    r"Google\.(?P<language>[a-z]{2,3}-[A-Z]{2})-((Standard|Wavenet|Neural2)-[A-J]|Chirp3-HD-[A-Z][a-z]+)",
)
SAME = {"zh-CN": "cmn-CN", "zh-TW": "cmn-TW", "zh-HK": "yue-HK"}
ANY_LANGUAGE = frozenset({"man", "woman", "alice"})

SAY_LANGUAGE = Check(SAY_LANGUAGES.__contains__, "a language that Say speaks")
GATHER_LANGUAGE = Check(GATHER_LANGUAGES.__contains__, "a language that Gather understands", 13331)
VOICE = Check(lambda voice: voice in ANY_LANGUAGE or spoken_by(voice) is not None, "a voice of the provider", 13511)


def spoken_by(voice: str) -> str | None:
    """Return the one language of a named voice; None for a voice without one, and for an unknown voice."""
    google = GOOGLE.fullmatch(voice)
    return google["language"] if google else SPEAKS.get(voice)


def fits(voice: str, language: str) -> bool:
    """Say whether this voice can be asked for this language: either may be left out (empty)."""
    own = spoken_by(voice)
    return own is None or not language or SAME.get(language, language) == own
