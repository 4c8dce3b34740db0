"""What gives an English writer away. Small words that are names too (will, rose, grace) are no given names here."""

from __future__ import annotations

from privacy.redaction.tongue import Tongue, count, words

_KIN = (
    "sister brother mother father mom mum mama dad papa wife husband son daughter cousin uncle aunt nephew niece "
    "grandmother grandfather grandma grandpa girlfriend boyfriend fiance fiancee stepson stepdaughter stepfather "
    "stepmother stepbrother stepsister twin partner roommate flatmate ex godson goddaughter godfather godmother "
    "baby kid sisters brothers sons daughters cousins kids children parents twins"
)
_RELATION = (
    f"{_KIN} neighbor neighbour landlord landlady tenant lodger ex-wife ex-husband widow widower secretary assistant "
    "deputy heir guardian"
)
_PLAIN_KIN = _KIN.replace(" ", "|")
_KINS = "|".join(f"{each}'s" for each in _KIN.split())

ENGLISH = Tongue(
    triggers={
        "stated": (
            "my name is|was|:", "my name's", "my full|real|true|first|last|given|legal|own name is|:", "my names",
            "my nickname is", "my maiden name is",
        ),
        "aside": ("i ,", "my name ,"),
        "claimed": ("i am|'m", "i'm", "im", "i am called|named", "it's me", "it is me", "its me"),
        "announced": ("this is", "it is", "it's", "its", "hi|hello this is", "you are speaking with|to", "here is"),
        "called": (
            "call me", "they|people|friends|everybody|everyone|guys call me", "i go by", "you may call me",
        ),
        "signature": ("regards|sincerely|faithfully|respectfully|signed|yours|truly", "yours truly|sincerely"),
        "number": (
            (
                "my phone|cell|mobile|home|work|office|private|telephone|contact|direct|new|own? "
                "cell|phone|telephone|mobile? "
                "number|phone|cell|mobile|telephone|whatsapp|landline|signal|telegram is|:?"
            ),
            "my number's", "call|ring|phone|text|reach|contact|message|dial me back|anytime|directly? at|on|under",
            "call|ring|phone|text|reach|contact|message|whatsapp me back|please|now? :?", "reach out to me at|on",
            "i can|may|could be reached|contacted|called|found at|on|under", "give me a call|ring at|on",
            "send me a text|message at|on|to", "message|texts to me at|on",
        ),
        "address": (
            "i|we live|lived|reside|stay|sleep|rent at|in|on", "i'm|we're living|staying|renting|hiding at|in|on",
            "i am living|staying|renting|hiding at|in|on", "we are living|staying at|in|on",
            "my house|home|flat|apartment|place|room|trailer is|'s at|in|on",
            "i've lived at|in|on", "i have lived at|in|on",
        ),
        "beside": (
            "my home|street|postal|mailing|house|full|own? address is|:",
            "my address's", "my postcode|zip is|:", "my zip|post code is|:",
        ),
        "lives_beside": (
            "i|we live|stay", "i'm|we're living", "i am living", "we are living", "my house|home|flat|apartment is",
        ),
        "relative": (
            (
                f"my|our own|older|elder|younger|little|big|late|only|eldest|oldest|youngest|twin|poor? "
                f"{_PLAIN_KIN} in? law? called|named|is?"
            ),
            f"my|our older|elder|younger|little|big|late|only|eldest|oldest|youngest? {_PLAIN_KIN} is called|named",
            f"my|our older|elder|younger|little|big|late|only? {_KINS} name is",
        ),
        "role": (
            "i am|was the", "i'm the", "im the", "i work|worked there|here? as the", "i am employed as the",
            "i am|was his|her|their", "i'm his|her|their", "im his|her|their", "my job is the",
        ),
        "role_of_speaker": ("as the", "being the"),
        "email": (
            "my private|work|personal|own? email|mail|gmail|e-mail address? is|:", "my e - mail address? is|:",
            "email|mail me at|on|:?", "e - mail me at", "write|send|reply|reach|contact me to? them? it? at|to|under",
            "write|reply to me at", "send it|them|everything to me at", "i can be reached at",
            "my instagram|insta|telegram|facebook|twitter|snapchat|snap|tiktok|discord|skype|username|handle is|:",
        ),
        "badge": (
            (
                "my own? badge|employee|staff|personnel|service|worker|payroll|student|clock|union|member|pass|"
                "passport|licence|license|identity|id|tax|insurance|prisoner|inmate|booking|locker|key|security|social|"
                "driver's|case "
                "security|card|id|licence|license|plate? number|no|id|code|card? is|:"
            ),
            "my badge|passport|ssn|pin|plate|id is|:", "my car's|license|licence|number? plate is|:",
        ),
    },
    others=frozenset(),
    stops=words(
        "a about above across after again against all also am an and any are around as at away back be "
        "because been before behind being below beside between both but by calling came can come comes could "
        "did do does down during each even every for from get gets go goes got had has have he her here hers "
        "him his how i i'd i'll i'm i've if in into is isn't it it's its just know let like me might mine "
        "more most must my myself near never no nobody nor not now of off often on once one only or our ours "
        "out over please really said saw say says seen she should since so some somebody someone speaking "
        "still such take tell than that that's the their them then there these they they're this those though "
        "through till to too took under until up upon us used very want was wasn't we we're were what when "
        "where whether which while who whom whose why will with without work works would writing yes yet you "
        "your yours thank thanks currently today tonight yesterday tomorrow looking living"
    ),
    never_names=words(
        "monday tuesday wednesday thursday friday saturday sunday january february march april june july "
        "august september october november december american british english irish scottish welsh french "
        "german dutch spanish italian portuguese polish russian ukrainian romanian bulgarian greek turkish "
        "arab syrian iraqi iranian afghan pakistani indian bangladeshi chinese japanese korean vietnamese "
        "filipino thai indonesian african nigerian ghanaian kenyan somali ethiopian eritrean moroccan "
        "algerian tunisian egyptian mexican cuban colombian venezuelan peruvian brazilian argentine canadian "
        "australian european asian latino latina hispanic catholic christian muslim jewish hindu buddhist "
        "sikh protestant orthodox atheist republican democrat black white god sure sorry afraid scared fine "
        "okay ok fat crazy tired dead hungry alone late sick pregnant gay trans straight irrelevant important "
        "known unknown secret safe mud dirt worried certain aware innocent guilty serious done mr mrs ms dr "
        "sir madam miss officer street road lane avenue police hr"
    ),
    given_names=words(
        "ana anna maria peter david daniel john james michael robert william thomas charles joseph george "
        "edward henry samuel andrew paul steven kevin brian jason jeffrey ryan jacob gary nicholas eric "
        "jonathan stephen larry justin scott brandon benjamin gregory alexander patrick raymond tyler aaron "
        "jose adam nathan zachary walter kyle harold carl jeremy gerald keith roger arthur lawrence ethan "
        "juan luis carlos pedro miguel mohammed muhammad ahmed ali hassan omar ibrahim yusuf fatima aisha "
        "amina leila mary patricia jennifer linda elizabeth barbara susan jessica sarah karen lisa nancy "
        "betty sandra margaret ashley kimberly emily donna michelle carol amanda melissa deborah stephanie "
        "rebecca sharon laura cynthia dorothy amy kathleen angela shirley emma brenda pamela nicole samantha "
        "katherine christine debra rachel carolyn janet heather diane olivia julie joyce victoria ruth "
        "virginia lauren kelly christina joan evelyn judith andrea hannah megan cheryl jacqueline martha "
        "madison teresa sara janice ann kathryn abigail sophia alice judy isabella julia denise amber diana "
        "natalie brittany charlotte marie kayla alexis lori wei ming olga ivan dmitri sergei svetlana natasha "
        "elena irina lucy tommy tom tony mike steve joe jim dave chris alex sam ben nick matt dan bob tim ron "
        "jenny katie kate nina leo max oscar"
    ),
    particles=words("van von der den de del la da dos bin ibn al el abu di"),
    jobs=words(
        f"{_RELATION} guard nurse cook chef clerk coach judge mayor priest nun imam rabbi principal temp "
        "intern apprentice trainee mate captain pilot steward stewardess boss foreman head chief lead watch "
        "watchman watchmen porter warden medic sergeant lieutenant colonel corporal boatswain bosun purser "
        "mechanic surgeon vet maid butler nanny au-pair cfo ceo cto it janitor cleaner accountant bookkeeper "
        "treasurer receptionist manager director engineer officer security"
    ),
    job_endings=("er", "or", "ist", "ian", "man", "woman", "ant", "eer", "keeper", "officer", "tech"),
    no_jobs=words(
        "other another number later member reporter caller sender writer author whistleblower survivor "
        "sufferer stranger outsider loser winner killer murderer attacker prisoner informer latter former "
        "elder matter answer woman man bigger smaller older younger better witness victim protestor voter "
        "newcomer important constant distant human german american ever never river corner customer passenger "
        "visitor user owner's talker liar messenger player"
    ),
    job_first=False,
    streets=words(
        "street st road rd avenue ave lane drive court square place boulevard terrace close crescent way "
        "alley row hill apartment apt flat building block unit house floor room suite trailer tower estate "
        "farm cottage dormitory dorm barracks shelter hostel"
    ),
    digits={
        **count("zero one two three four five six seven eight nine"),
        "oh": "0", "o": "0", "nought": "0", "ten": "10", "eleven": "11", "twelve": "12", "thirteen": "13",
        "fourteen": "14", "fifteen": "15", "sixteen": "16", "seventeen": "17", "eighteen": "18", "nineteen": "19",
        "twenty": "2", "thirty": "3", "forty": "4", "fifty": "5", "sixty": "6", "seventy": "7", "eighty": "8",
        "ninety": "9", "hundred": "00", "thousand": "000",
    },
    times=words("double triple treble"),
    says=words(
        "said says say told tells shouted shouts yelled screamed wrote writes texted answered replied claimed "
        "claims goes whispered announced introduced added asked"
    ),
    says_self=frozenset(),
    selves=words("i we i've i'd"),
    that=words("that"),
    objects=words("me us him her them"),
    at=words("at"),
    dot=words("dot point period"),
)  # fmt: skip
