"""Words that name an endpoint alone and something else beside other words: what stands around each of them then.

One row a word, at the end; the patterns before it say what stands right before or right behind the word where it means
something else. Which words of a measure they are asked about is told in `other_meanings`.
"""

from __future__ import annotations

import re
from typing import NamedTuple


class Otherwise(NamedTuple):
    """What stands right before or right after the word where it means something else."""

    before: re.Pattern[str]
    after: re.Pattern[str] | None = None


# A body function, a reagent or a person who was asked responds, not the disease.
_RESPONSE = Otherwise(
    re.compile(
        r"(?:survey|questionnaire|subjective|participants?|respondents?|BOLD|immunogenic|cutaneous|skin|allerg\w*|stress|cortisol|glucose|"
        r"insulin|glyc[ae]+mic|bronch\w*|airway|inflammatory|physiologic\w*|neur\w*|brain|autonomic|hormon\w*|startle|"
        r"pupil\w*|rate|ventilatory|transcription\w*|genom\w*|damage|DDR|conditioned|auditory|evoked|emotional|"
        r"behaviou?ral|cognitive|ha?emodynamic|pressor|pressure|dose|cytokine|antibod\w*|serologic\w*|vaccine|cellular|"
        r"cell|humoral|immune|perturbation|disturbance|ruminative|exposure|fear|reward|sensory|motor|reflex|hyperemi\w*|vasodilat\w*|lipid\w*|"
        r"insulin[ao]emic|appetite|brainstem|affirmative|proliferative|acoustic|stapedi\w+)[\s-]+$",
        re.IGNORECASE,
    ),
    re.compile(
        r"\s*(?:scale|index|test|signatures?|assessment in|mapping|time|inhibition|surface|curve|latency|bias|style|"
        r"set|form|to (?:an? |the )?(?:\w+ ){0,2}(?:challenge|stimul\w+|stress\w*|questions?|questionnaire|"
        r"survey|vaccin\w+|allergens?|exercise|meals?)"
        r"|(?:(?:scores?|and|summary|responses|from|on|to) ){1,7}the (?:[\w'’-]+ ){0,7}?"
        r"(?:scales?|index|inventory|questionnaires?|SF-\d+))\b",
        re.IGNORECASE,
    ),
)
# How many tissues are taken, whether any needs to be and what is looked for in them, tells nothing of the tissue.
_BIOPSY = Otherwise(
    re.compile(
        r"(?:number|proportion|rate|percentage|use|avoidance|omission|need)\s(?:of|for)\s(?:[\w-]+\s){0,2}$"
        r"|(?<!change )(?<!changes )(?<!difference )(?<!differences )(?<!improvement )\b(?:in|from)"
        r"\s(?:[\w-]+\s){0,2}$",
        re.IGNORECASE,
    ),
    re.compile(
        r"\s*(?:that|could|can|were|to be|needed|performed|taken|visits?|avoided|spared|omitted)\b", re.IGNORECASE
    ),
)
# The acidity of the blood is told of no other fluid.
_ACIDITY = Otherwise(
    re.compile(
        r"(?:saliva\w*|urin\w+|gastric|vagin\w+|intravaginal|[o]?esophageal|skin|fa?ecal|stool|tear|plaque)[\s-]+$",
        re.IGNORECASE,
    ),
    re.compile(
        r"[\s-]+(?:metry|monitoring|impedance|(?:of|in)\s(?:the\s)?(?:saliva|urin|gastric|vagin|skin|stool|f[a]?eces|tear|plaque)\w*)\b",
        re.IGNORECASE,
    ),
)
_MORBIDITY = Otherwise(re.compile(r"\bco-$", re.IGNORECASE))
# "Understanding how …" is what the study wants, not what somebody knows.
_UNDERSTANDING = Otherwise(
    re.compile(r"(?!)"),
    re.compile(r"\s(?:the\s(?:mechanism|role|effect|impact)|how|why|whether|mechanism)", re.IGNORECASE),
)
_SENSITIVITY = Otherwise(
    re.compile(
        r"(?:air blast|insulin|tooth|dentin\w*|tactile|cold|heat|pain|contrast|central|baroreflex|chemo\w*|skin|light|"
        r"gluten|salt|drug|antibiotic|antimicrobial|cough|visceral|thermal|anxiety|interpersonal|allergens?|air|binaural|"
        r"environmental|sensory|noise|emotional|rejection|spatial|weather)[\s-]+$",
        re.IGNORECASE,
    ),
    re.compile(r"\s(?:index|inventory|analys[ei]s|to\s(?!detect|identif|change))", re.IGNORECASE),
)
# What a tissue, a product or a thing weighs or measures is not the body's.
_WEIGHT = Otherwise(
    re.compile(
        r"(?:tumou?r|placental?|specimen|f[o]?etal|stool|f[a]?ecal|pad|sputum|graft|organ|liver|spleen|uter\w+|prostate|thyroid|"
        r"dry|molecular|food|pack|dose|drain\w*|bone|disc|disk|ridge|vertebra\w*|jump|fundal|crest|foveal|step|"
        r"room|water|ambient|storage|device|tip|foot|wound|breast|heart|muscle|secretions?)[\s-]+$",
        re.IGNORECASE,
    ),
    re.compile(
        r"(?:\s(?:of|in)\s(?!(?:[\w-]+\s){0,4}(?:patients?|participants?|subjects?|infants?|newborns?|neonates?|child\w*|"
        r"bab\w+|body|wom[ae]n|m[ae]n|mothers?|individuals|people|persons?|animals|volunteers|kg|kilogram\w*|pounds|lbs?|cm|"
        r"centimet\w+|celsius|degrees?|groups?|arms?|cohort|study|pregnan\w+|adults?|obese|preterm|girls|boys|grams?|stud\w+)\b)"
        r"|[\s-](?:lift\w+|bearing|training|stigma|bias|concerns?|self|based|room|dropp\w+))",
        re.IGNORECASE,
    ),
)
# What happens while a child is expected is no pregnancy: "disorder of pregnancy".
_PREGNANCY = Otherwise(
    re.compile(
        r"(?:(?<!rate )(?<!incidence )(?<!number )(?<!occurrence )(?<!probability )(?<!diagnosis )(?<!rates )of"
        r"|during|in)\s$",
        re.IGNORECASE,
    )
)
# What is given, done or handed over, where the word alone is a birth.
_DELIVERY = Otherwise(
    re.compile(
        r"(?:drug|oxygen|dose|gene|care|services?|interventions?|programs?|programmes?|radiation|radiotherapy|aerosol|messages?|"
        r"treatment|training|device|medication|content|meal|food|energy|calorie|nutrient|session|counsel+ing|information|vector|"
        r"virtual|online|telehealth|remote|therapy|modes? of|fluid|antibiotic|education|speech|steroid)[\s-]+$",
        re.IGNORECASE,
    ),
    re.compile(
        r"[\s-]+(?:systems?|devices?|methods?|models?|formats?|platforms?|vehicles?|catheters?|of\s(?:the\s)?(?:care|services?|"
        r"interventions?|drugs?|programs?|treatments?|therapy|training|messages?|nutrition|health\w*|support|planned|intended))\b",
        re.IGNORECASE,
    ),
)
# Habits and evidence are strong; what people and firms refuse is no graft.
_STRENGTH = Otherwise(
    re.compile(
        r"(?:habit|association|evidence|signal|bond|magnetic|field|relationship|dose|ionic|signature|tie|alliance|self|inner|ego"
        r"|character|recommendation|shear|tensile|flexural)[\s-]+$",
        re.I,
    ),
    re.compile(
        r"\s(?:of\s(?:the\s)?(?:association|evidence|relationship|recommendation|correlation|habit|alliance)|training)\b",
        re.I,
    ),
)
_REJECTION = Otherwise(
    re.compile(r"(?:social|peer|parental|product|offer|interpersonal|sample|image|perceived|proposal)[\s-]+$", re.I),
    re.compile(r"[\s-]+(?:sensitivity|of\s(?:the\s)?(?:offer|sample|null|food|consent))\b", re.I),
)
# What else lives on: insects, cells, tissues.
_SURVIVAL = Otherwise(
    re.compile(
        r"(?:mosquito\w*|cell|cells|islet|bacterial|neuron\w*|sperm|embryo|fat|hair|plant|larva\w*|vector|in vivo|"
        r"adhesive|crown|filling|restoration|red cell|platelet)[\s-]+$",
        re.IGNORECASE,
    ),
    re.compile(
        r"\sof\s(?:the\s)?(?:[\w-]+\s){0,3}(?:cells?|platelets|mosquito\w*|follicles|islets|restorations?"
        r"|crowns?|fillings?|veneers?|sealants?|implants?|teeth|tooth)\b",
        re.IGNORECASE,
    ),
)
# Of a drug, a geometric mean is no titre of antibodies.
_MEAN_CONCENTRATION = Otherwise(
    re.compile(r"(?!)"),
    re.compile(
        r"(?:\s\([^()]*\))?\sof\s(?![^.;:]{0,80}(?:antibod|anti|ig[gam]\b|serotyp|pneumo|toxoid|vaccin|pertussis|titer|neutrali|"
        r"immunoglob|hepatitis|hbs|rsv|virus|antigen|toxin|mening|spike|rbd|polysacc|prp|protein|strain|hi\b|hai\b))",
        re.IGNORECASE,
    ),
)
# Creatinine that something else in urine is divided by: "urine NTX/creatinine".
_CREATININE = Otherwise(
    re.compile(
        r"(?:protein|albumin|ntx|ctx|amp|nitrogen|calcium|oxalate|citrate|\w+uria|phosphate|sodium|cortisol|isoprostanes?|"
        r"phenylalanine|gag|leukotriene\s?e4|lte4|magnesium)\s?(?:/|-to-|\sto\s|:)\s?(?:urin\w+\s)?$",
        re.IGNORECASE,
    )
)
# A learned society is no association of measures.
_SOCIETY = Otherwise(
    re.compile(
        r"(?:urolog\w+|orthop\w+|heart|lung|diabetes|psychiatric|dental|medical|cancer|thoracic|chest|dermatolog\w+|rheumat\w+|"
        r"cardiolog\w+|nurses?|kidney|thyroid|headache)\s$",
        re.IGNORECASE,
    )
)
# Worry about harm is no harm.
_HARM = Otherwise(
    re.compile(r"\b(?:about|fear\sof|worry\sof|knowledge\sof)\s(?:possible\s|potential\s)?$", re.IGNORECASE)
)
# How often something is done or given tells of no disease.
_PREVALENCE = Otherwise(
    re.compile(r"(?!)"),
    re.compile(
        r"[\s:]+(?:of\s)?(?:the\s)?(?:[\w-]+\s){0,4}?(?:interventions?|use|users?|using|smok\w+|dosages?|doses|prescri\w+|treatments?|"
        r"therapy|steps?|engage\w+|contacts?|screening|testing|non-?responders?)\b",
        re.IGNORECASE,
    ),
)
# What is tolerated is a food or an allergen; a drug, a diet or a procedure is tolerated too.
_TOLERATES = Otherwise(
    re.compile(r"(?!)"),
    re.compile(
        r"(?!.{0,80}(?:milk|egg|peanut|nuts?\b|wheat|food|protein|allerg|soy|sesame|challenge|fish|shrimp|cheese|fruit|peach|\bmg\b|\bOFC))",
        re.IGNORECASE,
    ),
)
_GLUCOSE = Otherwise(
    re.compile(r"(?!)"),
    re.compile(r"[\s-](?:uptake|metabolism|transport\w*|disposal|infusion|production)\b", re.IGNORECASE),
)
# Antibodies against it are given, and an allergy that it brings about is no level; a dose is told per area.
_IGE = Otherwise(re.compile(r"\banti[\s-]+$", re.I), re.compile(r"(?:\s?\([^()]*\))?[\s-]mediated", re.I))
_SURFACE = Otherwise(re.compile(r"\b(?:per|by)\s$", re.I))
# Beside the pressures of the liver PPG is the portosystemic gradient, elsewhere the glucose after a meal.
_GRADIENT = Otherwise(
    re.compile(r"\b(?:hvpg|portal|portosystemic|porto-systemic|pressure)\b[^.;]{0,30}$", re.I),
    re.compile(r"[^.;]{0,20}\b(?:tips|hvpg|mm\s?hg)\b", re.I),
)
# Beside HIPEC it is cytoreductive surgery.
_CRS = Otherwise(re.compile(r"HIPEC\s?[/+&]\s?$"), re.compile(r"\s?(?:[/+&-]|and|with|plus)\s?(?:the\s)?HIPEC"))
WORDS = {
    "crs": _CRS,
    "ppg": _GRADIENT,
    **dict.fromkeys(("ige", "immunoglobulin e"), _IGE),
    **dict.fromkeys(("body surface area", "bsa"), _SURFACE),
    **dict.fromkeys(("delivery", "deliveries"), _DELIVERY),
    "survival": _SURVIVAL,
    **dict.fromkeys(("geometric mean concentration", "geometric mean concentrations"), _MEAN_CONCENTRATION),
    "strength": _STRENGTH,
    "rejection": _REJECTION,
    "glucose": _GLUCOSE,
    **dict.fromkeys(("creatinine", "urinary creatinine", "urine creatinine", "creatinine ratio"), _CREATININE),
    **dict.fromkeys(("association", "associations"), _SOCIETY),
    **dict.fromkeys(("adverse event", "adverse events", "side effects", "complications"), _HARM),
    "prevalence": _PREVALENCE,
    **dict.fromkeys(("tolerating", "able to tolerate"), _TOLERATES),
    **dict.fromkeys(("pregnancy", "pregnancies"), _PREGNANCY),
    **dict.fromkeys(("weight", "weights", "height", "heights", "temperature"), _WEIGHT),
    "understanding": _UNDERSTANDING,
    "sensitivity": _SENSITIVITY,
    "ph": _ACIDITY,
    **dict.fromkeys(("morbidity", "morbidities"), _MORBIDITY),
    **dict.fromkeys(("biopsy", "biopsies"), _BIOPSY),
    **dict.fromkeys(("response", "responses"), _RESPONSE),
}
