"""Interventions that the text names as part of this trial.

The rule: titles, and prose that is not background; never what the patients had before, what caused their disease, or
what is ruled out, measured, aimed at or merely an example. What the record does not register must stand in a frame of
giving: after a verb that gives, beside `versus`, `efficacy of`, before `for the treatment of`, or under an arm.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from functools import lru_cache

from kg.extract.background import Clause, clause_at
from kg.extract.collect import Collector
from kg.extract.context import folded_text, short_forms
from kg.extract.diseases.in_text import Named, around
from kg.extract.document import Document
from kg.extract.giving.dosed_short_forms import dosed_short_forms
from kg.extract.giving.names import is_given_here, named, own_names
from kg.extract.negation import polarity
from kg.model import Passage

_NOT_GIVEN = re.compile(
    r"\b(?:prior|previous|previously|before|refractory to|resistan(?:t|ce) to|intoleran(?:t|ce) (?:to|of)|failed|"
    r"failure (?:of|to|on|with)|naive to|"
    r"progress(?:ed|ion|ing) (?:on|after|following|during)|history of|excluding|contraindicat\w+ (?:to|for)|"
    r"who (?:have |had )?received(?: the| a| an)?(?: [\w-]+)?|after|"
    r"(?:undergoing|receiving|after) (?:chemo|radio|immuno)?(?:therapy|treatment) (?:with|by|using)|"
    r"pretreated with|treated with|candidates? for|eligible for|ineligible for|unsuitable for|unfit for|"
    r"induced by|caused by|due to|scheduled for|undergoing|"
    r"allerg(?:y|ic) to|responsive to|receiving|who receive|taking|on|long-term|chronic|exposed to|following|"
    r"post)\s"
    r"(?:an? |the |all |standard |first-line |second-line |[\w-]+-based )?"
    r"(?:(?!the\b|who\b)[\w-]+,? (?:and/or|and|or|plus) )?$"
)
_SURROUNDING = re.compile(
    r"\b(?:(?:before|after|during|prior to|until|till|since|time (?:to|of|from)|days? of|following|undergoing|"
    r"awaiting|between)\s(?:and (?:before|after|during)\s)?|(?:before|after|until|once|when)\s(?:they|patients|"
    r"participants|"
    r"subjects|women|men|children|(?:the|a) (?:patient|participant|subject))\s(?:are\s)?(?:start|begin|receiv|"
    r"had|have|undergo|stop|"
    r"finish|complet|discharged|given|tak)\w*\s)(?:the |their |elective |planned |major |treatment with |taking )?\Z"
)
_WITHHELD = re.compile(
    r"\s(?:(?:is|are|was|were|will|may|must|should|do|does|did|can)\s(?:not\b|be\s(?:prohibited|excluded|"
    r"withheld|stopped|"
    r"discontinued|avoided|not\b))|cannot\b|(?:is|are)\s(?:prohibited|excluded|forbidden|(?:not )?(?:allowed|"
    r"permitted)))"
)
_ANOTHER_TRIAL = re.compile(
    r"\b(?:future|subsequent|later|another|separate|larger|earlier|previous)\s(?:[\w-]+\s){0,2}(?:trials?|study|"
    r"studies)\b"
)
_INDUCED = re.compile(
    r"^(?:[- ](?:guided|induced|related|associated|refractory|resistant|naive|failure|pretreated|"
    r"treated|intolerant|eligible|experienced|"
    r"free|exposed|sensitive|deficien\w+|allerg\w+|dependent|specific|positive|negative)\b)"
)


def mentioned(
    document: Document,
    collected: Collector,
    passage: Passage,
    folded: str,
    found: tuple[Clause, ...],
    priors: list[tuple[int, int]],
    conditions: list[Named],
    registered: set[str],
) -> None:
    """Add the interventions that the passage names as part of this trial."""
    priors = sorted(priors)
    own = [clause for clause in found if clause.stance != "background"]
    titled = document.is_title(passage)
    for start, end, concept, short in _named_interventions(document, passage):
        clause = clause_at(own, start)
        if clause is None or any(start < e for _, e in priors[: bisect_left(priors, (end, 0))][-4:]):
            continue
        if any(n.start < end and start < n.end for n in around(conditions, start, end)):
            continue
        if concept not in registered:
            given = _is_given(document, concept, folded, clause, start, end, titled)
            if not given or _is_beside_treatment(folded, clause, start, end):
                continue
        if _is_aside(folded, clause, start, end) or not is_given_here(passage.text, folded, start, end):
            continue
        if polarity(passage.text, start) == "ruled-out":
            continue
        collected.add(
            "tkg:mentionsIntervention",
            concept,
            passage.span(start, end),
            "abbreviation" if short else "lexicon",
            0.9 if clause.stance == "trial" else 0.8,
            "named-in-text",
        )


def _is_beside_treatment(folded: str, clause: Clause, start: int, end: int) -> bool:
    """Whether what is named is withheld, or only tells when and around what the treatment is given."""
    if _WITHHELD.match(folded, end):
        return True
    return _SURROUNDING.search(folded[max(clause.start, start - 40) : start]) is not None


def _is_aside(folded: str, clause: Clause, start: int, end: int) -> bool:
    """Whether the words beside a name, whatever it is, make it nothing that this trial gives: what is not given, what
    causes a disease, what another trial gave."""
    if _NOT_GIVEN.search(folded[max(clause.start, start - 45) : start]) or _INDUCED.match(folded[end : end + 20]):
        return True
    return _ANOTHER_TRIAL.search(folded, clause.start, start) is not None


def registered_interventions(document: Document) -> set[str]:
    """The concepts of the registered interventions with everything inside them."""
    found: set[str] = set()
    for item in document.trial.interventions:
        for target in document.meant_by(item):
            found.update(document.components(target))
    return found


_IMPORTED = re.compile(r"/(?:mesh|unii|mondo)-")
_OF_THE_BODY = re.compile(r"\b[Aa]ntigens?\b|\b[Rr]eceptors?\b|\bKinases?\b")
# A frame before the name, and one after it. "Use of" counts only where nothing is counted by it.
_GIVEN_BEFORE = re.compile(
    r"\b(?:receiv\w*|administ\w*|treat(?:ed|ing)? (?:with|by)|treatment (?:with|of)|therapy with|given|giving|"
    r"gives?|follow an?|(?:will|to) use|infus\w*|"
    r"inject\w*|appl(?:y|ied|ying)|dos(?:e|es|ing|ed)|combin\w*|undergo\w*|underw\w+|perform\w*|assigned to|"
    r"allocated to|randomi[sz]ed (?:\d:\d )?(?:to|into)|repeated (?:with|using)|"
    r"versus|vs|plus|compar\w*|adding|addition of|added to|add-on|"
    r"efficacy|effectiveness|safety|effects?|impact|benefits?|tolerab\w+|evaluat\w*|investigat\w*|assess\w*|"
    r"how (?:well|safe(?: and effective)?|effective(?:ly)?)|wear(?:s|ing)?|test(?:s|ing)?|examin\w*|stud(?:y|"
    r"ies) of|trial of|role of|feasib\w+|whether|if|conduct\w*|implement\w*|"
    r"interventions? (?:is|are|consists?|includes?)|provid\w+|offer\w*|deliver\w*|followed by|mg|"
    r"(?:arm|group|cohort)s? ?(?:\w{1,3})? ?[:(-]|"
    r"(?<!prior )(?<!previous )(?:immunosuppress\w+|premedication|(?:pre)?conditioning|lymphodepletion|induction|"
    r"consolidation|maintenance|ana?esthesia)(?: (?:regimen|therapy|chemotherapy|treatment|phase|cycles?))?:|"
    r"initiat\w*|start\w*|using|us(?:e|es) of|takes?|taking)(?!\w)"
)
_GIVEN_AFTER = re.compile(
    r"\s?(?:\([^()]{0,60}\)\s?)?(?:therapy |treatment |tablets? |capsules? |injections? |infusions? )?"
    r"(?:for (?:the )?(?:treatment|management|prevention|prophylaxis)|(?:will|is|are|was|were|to) (?:be )?(?:given|"
    r"administ\w+|used|perform\w+|compar\w+|added|tak\w+|infus\w+|inject\w+|provid\w+|deliver\w+|appl\w+|"
    r"evaluat\w+|assess\w+|investigat\w+|test\w+|stud\w+|combin\w+|initiat\w+|randomi\w+)|"
    r"(?:and|or|and/or) [\w-]{5,} (?:will be|is|are) (?:also )?(?:given|administered)|"
    r"versus|vs|plus|\+|compared|in (?:the )?(?:treatment|management|prevention|patients|adults|children|"
    r"participants|subjects|combination)|in addition|\d+ ?(?:mg|mcg|g|ml|iu)|group|arm|alone|monotherapy|works?|"
    r"at \d+(?:\.\d+)? ?(?:mg|gy|hz|ml|iu)|"
    r"intervention|program(?:me)?|will|can|improves?|reduces?|added|followed)\b"
)
# Given all the same, but not by this trial; or not given at all.
_OTHERWISE = re.compile(
    r"\b(?:assay\w* (?:for|of)|levels? of|concentrations? of|measur\w+(?: of)?|detect\w+(?: of)?|quantif\w+(?: of)?|"
    r"expression of|secretion of|production of|release of|allerg\w+ (?:to|against|from)|sensiti[sz]\w+ (?:to|"
    r"against)|"
    r"toleran(?:ce|t) (?:to|of|for)|challenges? (?:to|with|for)|history of|risks? (?:of|for)|rates? of|number of|"
    r"incidence of|frequency of|days of|duration of|amount of|consumption of|intake of|needs? (?:of|for)|"
    r"requirements? (?:of|for)|(?:reduc\w+|decreas\w+|change|changes|sparing) (?:in|of)?|"
    r"such as|e\.g\.,?|i\.e\.,?|including|for example|like|similar to|other than|unlike|except|apart from|"
    r"stop\w*|discontinu\w+|withdraw\w+|taper\w*|wean\w+ (?:from|off)|without|instead of|avoid\w*|"
    r"mechanisms? of|metabolism of|substrates? of|inhibitors? of|member of|class of|type of|form of|field of|"
    r"later|subsequent|future|further|"
    r"(?:re-)?exposures? to|(?:reactions?|responses?|adherence|access|attitudes?|hypersensitivity|"
    r"sensitivity) to(?:wards)?|"
    r"stable (?:doses? of|therapy with|regimens? of|on)|may (?:continue|remain on|use|take|receive)|"
    r"background (?:therapy|treatment) (?:with|of)|"
    r"(?:reduc\w+|decreas\w+|lower\w*|minimi[sz]\w+) (?:in |of )?(?:the )?(?:doses?|use|need) (?:of|for)|"
    r"(?:cannot|can not|could not) (?:receive|undergo|tolerate))\s(?:[\w-]+[,\s]+(?:and |or )?){0,2}\Z"
)
_LIST_OF_EXAMPLES = re.compile(r"(?:such as|e\.g\.,?|including|for example,?)\s[^.;)]{0,160}\Z")
_COUNTED = re.compile(
    r"[- ](?:use|usage|consumption|requirements?|needs?|rates?|days?|visits?|prescri\w+|levels?|concentrations?|"
    r"secretion|production|expression|exposure|history|failure|resistance|response|dependence|withdrawal|"
    r"discontinuation|"
    r"reduction|sparing|receptors?|signal\w*|pathway|gene|protein|proteins|powder|allerg\w+|extracts?|ige|"
    r"specific|responsive\w*|controlled|eluting|related|associated|induced|free|naive)\b"
)
_USED = re.compile(r"\bus(?:e|age) of\s(?:[\w-]+\s){0,2}\Z")
_COUNTING = re.compile(
    r"\b(?:outcomes?|record\w*|diar(?:y|ies)|questionnaires?|exacerbations?|endpoints?|compare the use)\b"
)
_BOILERPLATE = re.compile(
    r"\b(?:work in different ways|may (?:stop|help|kill|block|find|interfere|cause|make|improve|be an effective)|"
    r"can (?:help|block|kill|interfere)|the body|is a (?:type|form|kind|drug|monoclonal|medicine|class)|"
    r"belongs? to|(?:is|are) (?:known|widely|commonly|often|usually|currently|"
    r"the (?:standard|most|only|gold|mainstay))|approved (?:for|by|in)|"
    r"(?:has|have) been (?:shown|approved|used))\b"
)
# `Pregabalin in cardiac surgery`, `music during biopsy`: where something is given, not what.
_SETTING = re.compile(
    r"\b(?:in(?! (?:combination|addition))|during|under|requiring|undergoing|underwent|awaiting|post|failed|"
    r"access to|recipients of|candidates for)[\s-](?:(?!with\b|and\b|plus\b|or\b|combin|compar|versus\b|vs\b|"
    r"treat|receiv|given\b|evaluat|of\b)[\w-]+\s){0,3}\Z"
)
# `analgesic efficacy of X`, `clinical evaluation of X`: words about X.
_OF_AN_EFFECT = re.compile(r"\s(?:efficacy|effects?|effectiveness|activity|potency|properties|potential|action|of)\b")
_ADJECTIVE = re.compile(r"(?:ic|ive|ory|ant|al|evaluation|assessment)\Z")
_NEVER_ALONE = frozenset({"OtherIntervention", "DiagnosticTest"})
_MILD = frozenset({"DietarySupplement", "DrugClass"})
_DOSED = re.compile(r"\s\(?\d[\d.,]{0,6}\s?m?g\s?/\s?(?:m2|m²|kg)")  # `maintenance with X 1000 mg/m2`
_STRONG_BEFORE = re.compile(
    r"\b(?:receiv\w*|administ\w*|treat(?:ed|ing)? with|given|infus\w*|inject\w*|assigned to|follow an?|"
    r"randomi[sz]ed to|versus|vs|"
    r"plus|compar\w*|combin\w*|addition of|adding|supplement\w*|efficacy of|effects? of|safety of|effectiveness of|"
    r"followed by)\s(?:[^.;]{0,30})\Z"
)


def _is_given(
    document: Document, concept: str, folded: str, clause: Clause, start: int, end: int, titled: bool
) -> bool:
    """Whether a name that the record does not register is a treatment of this trial. Imported vocabularies name
    substances and procedures of every sort; of them only drugs are taken."""
    known = document.concept(concept)
    kind, label = (known.kind, known.label) if known is not None else ("", "")
    if kind in ("Placebo", "StandardCare"):
        return titled and end - start < 20
    if _IMPORTED.search(concept) and (kind != "Drug" or end - start < 5 or _OF_THE_BODY.search(label)):
        return False  # "PD-L1": an antigen, not an antibody against it
    before = folded[max(clause.start, start - 80) : start]
    if _OTHERWISE.search(before) or _LIST_OF_EXAMPLES.search(before) or _COUNTED.match(folded, end):
        return False
    if kind == "OtherIntervention" or (kind in ("Procedure", "Radiation") and _SETTING.search(before)):
        return False
    if titled:
        return _OF_AN_EFFECT.match(folded, end) is None or _ADJECTIVE.search(folded, start, end) is None
    return kind not in _NEVER_ALONE and _is_framed(kind, folded, clause, before, end)


def _is_framed(kind: str, folded: str, clause: Clause, before: str, end: int) -> bool:
    """Whether the words around a name in prose say that it is given; a dose behind a drug says so, too, and what may be
    mild needs stronger words."""
    whole = folded[clause.start : clause.end]
    if _is_boilerplate(whole) or (_USED.search(before) and _COUNTING.search(whole)):
        return False
    if kind in _MILD:
        return _STRONG_BEFORE.search(before) is not None
    if _GIVEN_BEFORE.search(before) is not None or _GIVEN_AFTER.match(folded, end) is not None:
        return True
    return kind == "Drug" and _DOSED.match(folded, end) is not None


@lru_cache(maxsize=256)  # a clause is asked once for each name in it
def _is_boilerplate(clause: str) -> bool:
    return _BOILERPLATE.search(clause) is not None


def _named_interventions(document: Document, passage: Passage) -> Iterator[tuple[int, int, str, bool]]:
    """Where the passage names interventions, with the concept and whether by a short form; no place twice."""
    taken: list[tuple[int, int]] = []
    text = passage.text
    defined = {abbreviation.short for abbreviation in document.abbreviations}
    dosed = list(dosed_short_forms(text, document.vocabulary, defined, lambda: registered_interventions(document)))
    clipped = {(start, end) for start, end, grounding in dosed if grounding.method == "abbreviation"}
    for hit in document.hits(passage, "intervention"):
        surface = text[hit.start : hit.end]
        if not any(c.isalpha() for c in surface) or (hit.start, hit.end) in clipped:
            continue
        grounding = named(document, surface, hit.concepts)
        if grounding.concept is None:
            continue
        taken.append((hit.start, hit.end))
        yield hit.start, hit.end, grounding.concept, grounding.method == "abbreviation"
    for start, end, grounding in (*own_names(document, folded_text(text)), *dosed):
        if grounding.concept is not None and not any(s < end and start < e for s, e in taken):
            taken.append((start, end))
            yield start, end, grounding.concept, False
    for start, end, concept in short_forms(document, passage, "intervention"):
        if not any(s < end and start < e for s, e in taken):
            yield start, end, concept, True
