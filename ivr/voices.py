"""Which of the provider's voices speaks a language of ours.

A language is always asked for together with a voice: the default voice of an account speaks English and little else.
The tags are those of Say, which are not those of Gather (`zh-CN` is one of them here, and an error there).
"""

from __future__ import annotations

from collections.abc import Mapping

VOICES: Mapping[str, tuple[str, str]] = {
    "ar": ("arb", "Polly.Zeina"),
    "de": ("de-DE", "Polly.Vicki"),
    "en": ("en-US", "Polly.Joanna"),
    "en-GB": ("en-GB", "Polly.Amy"),
    "es": ("es-MX", "Polly.Mia"),
    "es-ES": ("es-ES", "Polly.Lucia"),
    "fr": ("fr-FR", "Polly.Lea"),
    "it": ("it-IT", "Polly.Bianca"),
    "ja": ("ja-JP", "Polly.Mizuki"),
    "ko": ("ko-KR", "Polly.Seoyeon"),
    "pl": ("pl-PL", "Polly.Ewa"),
    "pt": ("pt-BR", "Polly.Camila"),
    "ru": ("ru-RU", "Polly.Tatyana"),
    "zh-CN": ("cmn-CN", "Polly.Zhiyu"),
    "zh-HK": ("yue-HK", "Polly.Hiujin-Neural"),
    "zh-TW": ("cmn-TW", "Google.cmn-TW-Standard-A"),
}


def voice_of(language: str) -> tuple[str, str] | None:
    """Return (tag, voice) for a language, by its region or else without; None leaves the choice to the provider."""
    return VOICES.get(language) or VOICES.get(language.partition("-")[0])
