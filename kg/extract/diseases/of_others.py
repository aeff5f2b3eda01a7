"""Whether a condition that a clause names is that of other people than the trial's: relatives, carers, a comparison.

The rule: the words right before the name tell. "Siblings of patients with type 1 diabetes" do not have it, nor have the
nurses of people with dementia; a "control group of patients with colitis" is there to be compared with. "Many patients
with cancer need surgery" speaks of patients anywhere, and who is yet to be identified does not take part for it. What
the record registers as its condition is never taken for another's. What may have caused a condition is nobody's either.
"""

from __future__ import annotations

import re

_SICK = (
    r"(?:patients?|people|persons?|children|adults|adolescents|infants|individuals|mothers|fathers|parents|women|men|"
    r"veterans|survivors|those|residents|probands|subjects|participants)"
)
_HAVE = r"(?:with|who have|who had|having|diagnosed with|suffering from|living with)"
_QUALIFIED = r"(?:(?!and\b|or\b|who\b|with\b|in\b|for\b|to\b)[\w'-]+\s){0,3}?"
_OF_OTHERS = re.compile(
    r"\b(?:(?:relatives|siblings|brothers|sisters|twins|offspring|children|infants|newborns|neonates|babies|sons|"
    r"daughters|parents|mothers|fathers|spouses|husbands|wives|partners|caregivers?|carers?|care-?givers|famil(?:y|ies)|"
    r"family members|contacts)\s(?:of|born to|born from)"
    r"|(?:nurses|clinicians|physicians|staff|students|providers|professionals|caregivers?|carers?|parents|relatives|"
    r"mothers|families)\s(?:caring for|who care for|who treat|treating|working with))\s"
    rf"(?:the\s|an?\s)?{_QUALIFIED}(?:{_SICK}\s{_HAVE}\s(?:an?\s)?{_QUALIFIED})?\Z"
)
_COMPARED_WITH = re.compile(
    r"\b(?:(?:controls?|comparison|comparator|reference)(?: group| subjects| patients)?\s"
    r"(?:consist\w+ |composed |made up )?(?:of|with|being|are)|compar(?:ed|ing|ison) (?:with|to)|versus|vs\.?|"
    r"with (?:[\w-]+ ){0,2}controls?,? (?:and|or)(?: with| to)?)\s"
    rf"(?:[\w-]+ controls?,? (?:and|or) (?:with |to )?)?(?:the\s|an?\s)?{_QUALIFIED}{_SICK}\s{_HAVE}\s(?:an?\s)?"
    rf"{_QUALIFIED}\Z"
)
# "not all patients with cancer are eligible": what is known of patients anywhere, mostly of those with something else.
_OF_ANYBODY = re.compile(
    r"\b(?:not all|not every|most|many|some|(?:\d|one|two|three)[\w.,-]*\s?(?:%|percent|thirds?|quarters?)) (?:of )?"
    rf"(?:all |the )?(?:(?!of\b)[\w-]+ )?{_SICK} {_HAVE} (?:an? )?(?:[\w-]+ ){{0,2}}\Z"
)
# "to identify 'frail patients'", "the future identification of patients with eosinophilia"
_TO_BE_IDENTIFIED = re.compile(
    rf"\bidentif(?:y|ying|ication of) (?:the |those |which )?(?:{_SICK} {_HAVE} (?:an? )?(?:[\w-]+ ){{0,2}})?[\"'‘“]?\Z"
)
_REACH = 110


def of_others(folded: str, begin: int, start: int, titled: bool) -> bool:
    """Whether the words of the clause, which begins at `begin`, give the condition at `start` to other people.

    >>> text = "siblings of patients with type 1 diabetes"
    >>> of_others(text, 0, text.index("type 1"), True)
    True
    """
    before = folded[max(begin, start - _REACH) : start]
    if titled:
        return _OF_OTHERS.search(before) is not None
    if "identif" in before and _TO_BE_IDENTIFIED.search(before) is not None:
        return True
    return any(kind.search(before) is not None for kind in (_OF_OTHERS, _COMPARED_WITH, _OF_ANYBODY))


# "patients with urticaria, including those with angioedema", "AF with high stroke risk": some have it, or may come to.
_SOME = re.compile(
    r"\b(?:including|incl\.?)\s(?:(?:but not limited to|both|even|some|any|all)\s)?"
    r"(?:those|(?:[a-z]+\s)?(?:patients|pts|subjects|participants|people|individuals|women|men|children|ones))\s"
    r"(?:with|who have|having|suffering from)\s(?:(?!and\b|but\b|who\b)[\w'/-]+,?\s){0,5}\Z"
)
_RISK = re.compile(r"[\s-]risks?\b(?![\s-](?:of|for|features?|diseases?|groups?|patients?|[\w-]*(?:cancer|oma)s?)\b)")


_OR_WITHOUT = re.compile(r"\s(?:or|and)\swithout\b(?!\s(?:an?\s|the\s)?\w)")  # "after stroke with diabetes or without"


def not_of_all(folded: str, begin: int, start: int, end: int) -> bool:
    """Whether the condition at `start:end` is that of some who take part, too, or is a risk that they run.

    >>> text = "patients with urticaria, including those with angioedema"
    >>> not_of_all(text, 0, text.index("angio"), len(text))
    True
    """
    if _RISK.match(folded, end) is not None or _OR_WITHOUT.match(folded, end) is not None:
        return True
    return of_some(folded, begin, start)


def of_some(folded: str, begin: int, start: int) -> bool:
    """Whether what stands at `start` is said of some of those who take part: "including those with …"."""
    near = max(begin, start - _REACH)
    return folded.find("incl", near, start) >= 0 and _SOME.search(folded, near, start) is not None


_CAUSES = re.compile(r"\b(?:a?etiolog(?:y|ies)|causes?|origins?|reasons?)\s?\([^()]{0,60}\Z")


def a_cause(folded: str, begin: int, start: int) -> bool:
    """Whether the condition at `start` is one of the causes that brackets list, of which none need be there.

    >>> text = "patients with cirrhosis of any etiology (alcohol, hepatitis B)"
    >>> a_cause(text, 0, text.index("hepatitis"))
    True
    """
    near = max(begin, start - 90)
    return folded.find("(", near, start) >= 0 and _CAUSES.search(folded, near, start) is not None
