"""Responses that are not the disease's: "survey response", "cutaneous response to", "Response Scale".

The bare word "response" is an endpoint only where nothing beside it says that a body function, a reagent or a person
who was asked responds. Names of several words are left to the lexicon.
"""

from __future__ import annotations

import re

_BEFORE = re.compile(
    r"(?:survey|questionnaire|participants?|respondents?|immunogenic|cutaneous|skin|allerg\w*|stress|cortisol|glucose|insulin|"
    r"glyc[ae]+mic|bronch\w*|airway|inflammatory|physiologic\w*|neur\w*|brain|autonomic|hormon\w*|startle|pupil\w*|rate|"
    r"ventilatory|transcription\w*|genom\w*|damage|DDR|conditioned|auditory|evoked|emotional|behaviou?ral|cognitive|"
    r"ha?emodynamic|pressor|pressure|dose|cytokine|antibod\w*|serologic\w*|vaccine|cellular|cell|humoral|immune|"
    r"ruminative|exposure|fear|reward|sensory|motor|reflex|hyperemi\w*|vasodilat\w*|insulin[ao]emic|lipid\w*|appetite)"
    r"[\s-]+$",
    re.IGNORECASE,
)
_AFTER = re.compile(
    r"\s*(?:scale|index|test|signatures?|assessment in|mapping|time|inhibition|surface|curve|latency|bias|style|set|"
    r"form|to (?:an? |the )?(?:\w+ ){0,2}(?:challenge|stimul\w+|stress\w*|questions?|questionnaire|survey|vaccin\w+|"
    r"allergens?|exercise|meals?))\b",
    re.IGNORECASE,
)


def of_another_kind(text: str, start: int, end: int) -> bool:
    """Whether the word "response" at `text[start:end]` is not the response of a disease to its treatment.

    >>> of_another_kind("Survey response", 7, 15), of_another_kind("ACR20 response", 6, 14)
    (True, False)
    """
    return _BEFORE.search(text, max(0, start - 24), start) is not None or _AFTER.match(text, end) is not None
