"""What gives a Chinese writer away: pieces of patterns, each bounded in length, so that looking takes linear time."""

from __future__ import annotations

from privacy.redaction.tongue import words

SURNAMES = (
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何林高罗郑梁谢宋唐许邓韩冯曹彭萧肖蔡潘田董袁余叶蒋杜苏魏程吕丁沈任姚卢傅钟姜崔谭"
    "廖范汪陆金石戴贾韦夏邱方侯邹熊孟秦白江阎薛尹段雷黎史龙陶贺顾毛郝龚邵万钱严覃武戚莫孔汤尤葛温庞殷施洪翁柳"
)
DOUBLE_SURNAMES = "欧阳|司马|上官|诸葛|司徒|东方|皇甫|尉迟|公孙|慕容|令狐|端木"
NO_NAME = "的了在是他她它你我们不没很和跟被把对都也就给这那哪什怎吗吧呢啊么说"
"""Characters that no name holds, or that tell that a sentence goes on."""

NO_NAMES = (
    "马上", "高兴", "方便", "周末", "白天", "黄金", "石头", "万一", "温和", "程序", "毛病", "严重", "余下", "钱包",
    "高中", "高级", "方面", "金属", "白人", "黄种", "江边", "田里", "马路", "石油", "雷雨", "夏天", "高层", "白色",
    "黄色", "温州", "金融", "莫名",
)  # fmt: skip

CHARACTER = f"(?:(?![{NO_NAME}])[\u4e00-\u9fff])"
STOP = r"(?=[\s，。！？；：、,.!?;:（）()“”‘’「」『』\"']|$)"
"""A mark, or the end."""

ENDS = (
    f"(?={STOP}|[{NO_NAME}住从去来有要会当正昨向于已曾常因所让欠实本死失受下上刚才打发看听跑带拿找做报]|[今明]天|告诉)"
)
"""What may follow a name without a mark."""

_NICKNAME = f"[小老大][{SURNAMES}]|阿(?!姨){CHARACTER}"
NAME = f"(?:(?:{DOUBLE_SURNAMES}){CHARACTER}{{1,2}}?|[{SURNAMES}]{CHARACTER}{{1,2}}?|{_NICKNAME})"
FREE_NAME = f"(?![车救警外停住醒喊叫起回过到苦来去人][\u4e00-\u9fff]{{0,6}}?{ENDS}){CHARACTER}{{2,4}}?"
"""A name that begins with no surname: a foreign one, a nickname."""

KIN = (
    "姐姐|妹妹|哥哥|弟弟|姐|妹|哥|弟|小妹|大姐|大哥|表弟|表妹|表哥|表姐|堂弟|堂妹|堂哥|堂姐|妈妈|母亲|妈|爸爸|父亲|爸|丈夫|老公|妻子|老婆|"
    "爱人|媳妇|儿子|女儿|闺女|孩子|孙子|孙女|外甥|外甥女|侄子|侄女|姑姑|姑妈|姨妈|阿姨|舅舅|叔叔|伯父|爷爷|奶奶|外公|外婆|姥姥|姥爷|"
    "岳父|岳母|公公|婆婆|男朋友|女朋友|男友|女友|未婚夫|未婚妻|前夫|前妻|室友|对象|家属|儿媳|女婿|嫂子|姐夫|妹夫"
)
_NEAR_KIN = "|".join(each for each in KIN.split("|") if each not in {"对象", "孩子", "家属"})
SOMEBODY = "(?:他们|她们|他|她|[\u4e00-\u9fff]{0,6}的)"
RELATION = f"(?:{_NEAR_KIN}|邻居|房东|房客|租客|秘书|助理|前女友|前男友|情人|徒弟|监护人)"
JOB = (
    "(?:保安|门卫|更夫|护士长?|护工|医生|大夫|会计|出纳|司机|驾驶员|厨师|秘书|助理|老师|教师|校长|班主任|主任|副?经理|副?厂长|主管|组长|"
    "班长|店长|船长|队长|车间主任|前台|保洁|清洁工|电工|焊工|钳工|技工|木工|水手|大副|工程师|设计师|律师|药剂师|审计师|翻译|保姆|"
    "老板娘?|房东|管家|园丁|技师|师傅|采购|文员|客服|调度|仓管|领班|工头|科长|处长|局长|村长|书记|收银|值班|[\u4e00-\u9fff]{1,3}员)"
)
NO_JOBS = tuple(words("员工 职员 人员 成员 党员 团员 会员 队员 一员 学员 官员 演员 球员 议员 公务员 雇员"))

_SPOKEN = "[一二三四五六七八九零〇幺两]"
COMMON = words(
    "老师 教师 护士 医生 大夫 司机 驾驶员 厨师 律师 工程师 设计师 保安 电工 焊工 钳工 木工 技工 翻译 师傅 护工 保姆 "
    "水手 清洁工 保洁 快递员 外卖员 服务员 程序员 文员 店员 售货员 公务员 销售员 业务员"
)
"""Work that many do: without a word before it, it singles nobody out."""

DIGIT = "[0-9０-９一二三四五六七八九零〇幺两]"
_BETWEEN = f"(?:[- ]|(?<={_SPOKEN})，(?={_SPOKEN}))?"
NUMBER = rf"(?:\+?86[- ]?)?{DIGIT}(?:{_BETWEEN}{DIGIT}){{4,14}}(?![- ]?{DIGIT})"
ALNUM = "[A-Za-z0-9-]{3,24}"
ADDRESS = (
    "(?!在?[这那本]|院)[^，。！？；、,.!?;\\n“”我你它]{2,40}?(?=[，。！？；、,.!?;\\n“”我你它这那]|(?<=.)[他她]|$)"
)
STREET = "[路街巷弄号楼栋幢座室层村镇乡区苑园庄坊胡屯寨厦寓舍院]|单元|隔壁|对门|对面|旁边|附近"
