"""Single words that name an endpoint, beside words that make them mean something else.

"Response" is an endpoint, "survey response", "cutaneous response to" and "Response Scale" are not; "compliance" is, and
"colonic compliance" is not. Names of several words are left to the lexicon.
"""

from __future__ import annotations

import re
from typing import NamedTuple


class _Otherwise(NamedTuple):
    """What stands right before or right after the word where it means something else."""

    before: re.Pattern[str]
    after: re.Pattern[str] | None = None


_REACH = 24
# A body function, a reagent or a person who was asked responds, not the disease.
_RESPONSE = _Otherwise(
    re.compile(
        r"(?:survey|questionnaire|participants?|respondents?|immunogenic|cutaneous|skin|allerg\w*|stress|cortisol|glucose|"
        r"insulin|glyc[ae]+mic|bronch\w*|airway|inflammatory|physiologic\w*|neur\w*|brain|autonomic|hormon\w*|startle|"
        r"pupil\w*|rate|ventilatory|transcription\w*|genom\w*|damage|DDR|conditioned|auditory|evoked|emotional|"
        r"behaviou?ral|cognitive|ha?emodynamic|pressor|pressure|dose|cytokine|antibod\w*|serologic\w*|vaccine|cellular|"
        r"cell|humoral|immune|ruminative|exposure|fear|reward|sensory|motor|reflex|hyperemi\w*|vasodilat\w*|lipid\w*|"
        r"insulin[ao]emic|appetite)[\s-]+$",
        re.IGNORECASE,
    ),
    re.compile(
        r"\s*(?:scale|index|test|signatures?|assessment in|mapping|time|inhibition|surface|curve|latency|bias|style|"
        r"set|form|to (?:an? |the )?(?:\w+ ){0,2}(?:challenge|stimul\w+|stress\w*|questions?|questionnaire|"
        r"survey|vaccin\w+|allergens?|exercise|meals?))\b",
        re.IGNORECASE,
    ),
)
# How far an organ or a vessel gives way.
_COMPLIANCE = _Otherwise(
    re.compile(
        r"(?:colonic|colon|lung|pulmonary|respiratory|respiratory system|static|dynamic|thoracic|chest(?: wall)?|"
        r"arterial|vascular|bladder|gastric|rectal|ventricular|aortic|venous|intracranial|cerebral|tissue|leaflet|cardiac)[\s-]+$",
        re.IGNORECASE,
    )
)
# What the body, a drug against an infection or a surgeon clears, where the word alone is a drug's clearance.
_CLEARANCE = _Otherwise(
    re.compile(
        r"(?:vir(?:al|us)|bacterial|parasite|fungal|microbial|mucociliary|mucus|lactate|stone|plaque|skin|lesion|wart|"
        r"HPV|creatinine|urea|phosphate|sputum|airway|antigen|HBsAg|gastric|radiological|nodal|infection)[\s-]+$",
        re.IGNORECASE,
    )
)
_WORDS = {"response": _RESPONSE, "responses": _RESPONSE, "compliance": _COMPLIANCE, "clearance": _CLEARANCE}


def means_otherwise(text: str, start: int, end: int) -> bool:
    """Whether the single word at `text[start:end]` is not the endpoint that it names elsewhere.

    >>> means_otherwise("Survey response", 7, 15), means_otherwise("ACR20 response", 6, 14)
    (True, False)
    """
    word = _WORDS.get(text[start:end].lower())
    if word is None:
        return False
    return word.before.search(text, max(0, start - _REACH), start) is not None or (
        word.after is not None and word.after.match(text, end) is not None
    )
