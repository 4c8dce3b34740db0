"""Chinese: what follows 我 and its like. Each pattern is bounded in length, so that looking takes linear time."""

from __future__ import annotations

import re
from collections.abc import Iterator

from privacy.redaction import hanzi as h
from privacy.redaction.contacts import EMAIL
from privacy.redaction.kinds import Kind, Suggestion

_WE = "(?:我们|咱们|我|咱)"
_IS = "(?:就?是|为|叫)?[：:，, ]{0,2}"
_I_AM = "我就?是"
_MODIFIER = "(?:(?!一?[个位名]|[说看想觉怕被]|[他她]们?是)[^，。！？；,.!?;\\n我])"
_ANY_NAME = f"(?:{h.NAME}|{h.FREE_NAME}){h.ENDS}"

ROWS: tuple[tuple[Kind, str, str], ...] = (
    (Kind.NAME, "我名?叫(?:做|作)?", _ANY_NAME),
    (Kind.NAME, "(?:别人|大家|人家|他们|她们|同事|朋友)们?都?(?:叫|喊)我", _ANY_NAME),
    (Kind.NAME, f"我的?(?:真实|真|本|全)?(?:名字?|姓名){_IS}", _ANY_NAME),
    (Kind.NAME, "我姓", f"(?:{h.DOUBLE_SURNAMES}|[{h.SURNAMES}])"),
    (Kind.NAME, "我就?是(?:[^，。！？；我他她]{1,8}的)?", f"{h.NAME}(?<![人生民员工族级])(?={h.STOP}|[住我])"),
    (Kind.NAME, "我?本人(?:叫|是)?", f"{h.NAME}{h.ENDS}"),
    (Kind.NAME, "(?:举报人|反映人|报案人|联系人|署名)(?:是|为)?[：: ]{0,2}", f"{h.NAME}{h.ENDS}"),
    (
        Kind.NUMBER,
        f"我的?(?:本人|私人|新|联系|家)?(?:手机|电话|座机|号码|联系方式|微信|[Ww]hats[Aa]pp)(?:号码|号)?{_IS}",
        h.NUMBER,
    ),
    (
        Kind.NUMBER,
        (
            "(?:打给我|打我的?(?:手机|电话)|联系我|找我|给我[回打]个?电话|回电给?我?|发短信给我|给我发短信)"
            "[：:，, ]{0,2}"
        ),
        h.NUMBER,
    ),
    (Kind.ADDRESS, f"{_WE}家?(?:现在|暂时?|就|目前|一直)?(?:租住|居住|住)(?:在|于)?", h.ADDRESS),
    (Kind.ADDRESS, f"{_WE}家(?:就|现在)?在", h.ADDRESS),
    (Kind.ADDRESS, f"我家?的?(?:家庭|现|详细|居住)?(?:地址|住址|住处){_IS}", h.ADDRESS),
    (Kind.RELATIVE, f"{_WE}的?家?[小大二三]?(?:{h.KIN})(?:的名字)?(?:名叫|叫做?|是)[：:，, ]?", _ANY_NAME),
    (Kind.RELATIVE, f"{_WE}的?家?[小大二三]?(?:{h.KIN})[，, ]?", f"{h.NAME}{h.ENDS}"),
    (Kind.ROLE, _I_AM, f"{_MODIFIER}{{0,10}}?{h.JOB}{h.STOP}"),
    (Kind.ROLE, _I_AM, f"{h.SOMEBODY}{h.RELATION}{h.STOP}"),
    (Kind.EMAIL, f"我的?(?:电子|私人|工作)?(?:邮箱|邮件|[Ee]-?mail)(?:地址)?{_IS}", EMAIL.pattern),
    (Kind.EMAIL, "(?:[发写]电?子?[邮信]件?[到给至]我|联系我|给我[发写]电?子?[邮信]件?)[：:，, ]{0,2}", EMAIL.pattern),
    (
        Kind.BADGE,
        f"我的?(?:工号|员工号|员工编号|编号|警号|学号|胸牌号?|工牌号?|身份证号?码?|护照号?码?|社保号|车牌号?|驾照号?码?){_IS}",
        h.ALNUM,
    ),
)  # fmt: skip
"""What it tells, the turn of phrase, and what is masked behind it."""

_BEFORE = f"(?:^|(?<=[，。！？；\\s]))(?P<what>{h.NAME})(?P<why>是我的?(?:{h.KIN})){h.STOP}"
_PATTERNS = (
    *((kind, re.compile(f"(?P<why>{why})(?P<what>{what})")) for kind, why, what in ROWS),
    (Kind.RELATIVE, re.compile(_BEFORE, re.MULTILINE)),
)

_BACK = 24  # characters in which somebody who speaks is looked for
_BREAKS = re.compile(r"[。！？；!?;\n]")
_SAYS = re.compile(r"(?P<who>[^，,。“”\"]{0,10})(?:说|喊|喊道|告诉[我他她你]?们?|自称|回答|写道)[：:，, ]?[“\"「『]?")
_SELF = re.compile(r"(?<![跟对和向给])我(?:[跟对和向给].{1,5})?[也就都又还]?$")
_STREET = re.compile(h.STREET)
_NAMED = re.compile(f"[{h.SURNAMES}][\u4e00-\u9fff]{{1,3}}?的")
_DIGITS_OF_A_BADGE = 3


def find(text: str) -> Iterator[Suggestion]:
    """Yield what a text's writer gives away in Chinese."""
    if "我" not in text and "本人" not in text and "人" not in text and "咱" not in text:
        return
    for kind, pattern in _PATTERNS:
        for match in pattern.finditer(text):
            if _holds(kind, match["why"], match["what"]) and not _of_another(text, match.start()):
                start = match.start("what") + _of_a_name(kind, match["what"])
                yield Suggestion(start, match.end("what"), kind, match["why"].strip("：:，, "))


def _of_a_name(kind: Kind, what: str) -> int:
    """Return how much of a role is somebody else's name: 李强的 in 李强的老婆, which stays."""
    named = _NAMED.match(what) if kind is Kind.ROLE else None
    return named.end() if named else 0


def _holds(kind: Kind, why: str, what: str) -> bool:
    """Tell whether what a pattern found is what it looks for."""
    match kind:
        case Kind.ADDRESS:
            return "址" in why or _STREET.search(what) is not None
        case Kind.ROLE:
            return not what.endswith(h.NO_JOBS) and what not in h.COMMON
        case Kind.BADGE:
            return sum(each.isdigit() for each in what) >= _DIGITS_OF_A_BADGE
        case Kind.NAME | Kind.RELATIVE:
            return not what.startswith(h.NO_NAMES)
        case _:
            return True


def _of_another(text: str, start: int) -> bool:
    """Tell whether somebody else says this: 他说我叫…. What follows 我说 is the writer's own."""
    back = _BREAKS.split(text[max(0, start - _BACK) : start])[-1]
    says = next(reversed(list(_SAYS.finditer(back))), None)
    if says is None or ("”" in back[says.end() :]):
        return False
    near = says.end() == len(back) or "：" in says[0] or ":" in says[0] or says[0][-1] in '“"「『'
    return near and not _SELF.search(says["who"])
