"""The trial's design: registry codes first, then the title and the sentences that speak of this trial.

The rule: a coded field is a fact as it stands (method registry-field, confidence 1); words of the title or of a clause about the
trial are a fact where they qualify the study itself ("randomized, controlled clinical study", "single-arm"), never where
they merely mention one ("from randomization", "phase III studies of others", "uncontrolled asthma").
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from kg.extract.background import Clause, clauses
from kg.extract.collect import Collector
from kg.extract.course import course
from kg.extract.document import Document, Item
from kg.extract.endpoints_stated import stated_endpoints
from kg.model import Passage, Value
from kg.text import fold

_TYPES = {
    "INTERVENTIONAL": "interventional", "OBSERVATIONAL": "observational", "EXPANDED_ACCESS": "expanded-access",
    "OBSERVATIONAL [PATIENT REGISTRY]": "patient-registry", "OBSERVATIONAL_PATIENT_REGISTRY": "patient-registry",
}  # fmt: skip
_ALLOCATIONS = {"RANDOMIZED": "randomized", "NON_RANDOMIZED": "non-randomized"}
_MODELS = {
    "SINGLE_GROUP": "single-arm", "SINGLE_GROUP_ASSIGNMENT": "single-arm", "PARALLEL": "parallel", "PARALLEL_ASSIGNMENT": "parallel",
    "CROSSOVER": "crossover", "CROSSOVER_ASSIGNMENT": "crossover", "FACTORIAL": "factorial", "FACTORIAL_ASSIGNMENT": "factorial",
    "SEQUENTIAL": "sequential", "SEQUENTIAL_ASSIGNMENT": "sequential",
}  # fmt: skip
_OBSERVED = {
    "COHORT": "cohort", "CASE_CONTROL": "case-control", "CASE_ONLY": "case-only", "CASE_CROSSOVER": "case-crossover",
    "ECOLOGIC_OR_COMMUNITY": "ecologic-or-community", "FAMILY_BASED": "family-based", "NATURAL_HISTORY": "natural-history",
}  # fmt: skip
_TIMES = {"PROSPECTIVE": "prospective", "RETROSPECTIVE": "retrospective", "CROSS_SECTIONAL": "cross-sectional"}
_MASKINGS = {"NONE": "open-label", "SINGLE": "single-blind", "DOUBLE": "double-blind", "TRIPLE": "triple-blind",
             "QUADRUPLE": "quadruple-blind", "OPEN_LABEL": "open-label"}  # fmt: skip
_PURPOSES = {
    name.upper().replace("-", "_"): f"purpose-{name}"
    for name in "treatment prevention diagnostic supportive-care screening health-services-research basic-science "
    "device-feasibility ect other".split()
} | {"EDUCATIONAL/COUNSELING/TRAINING": "purpose-ect"}
_PHASES = {
    "EARLY_PHASE1": "early-phase-1", "EARLY_PHASE_1": "early-phase-1", "PHASE1": "phase-1", "PHASE2": "phase-2", "PHASE3": "phase-3",
    "PHASE4": "phase-4", "PHASE_1": "phase-1", "PHASE_2": "phase-2", "PHASE_3": "phase-3", "PHASE_4": "phase-4",
    "PHASE_0": "early-phase-1", "PHASE1/PHASE2": "phase-1-2", "PHASE_1/PHASE_2": "phase-1-2", "PHASE2/PHASE3": "phase-2-3",
    "PHASE_2/PHASE_3": "phase-2-3", "PHASE_1/2": "phase-1-2", "PHASE_2/3": "phase-2-3", "PHASE_I/II": "phase-1-2",
    "PHASE_II/III": "phase-2-3", "PHASE_I": "phase-1", "PHASE_II": "phase-2", "PHASE_III": "phase-3", "PHASE_IV": "phase-4", "PHASE1|PHASE2": "phase-1-2", "PHASE2|PHASE3": "phase-2-3", "I": "phase-1", "II": "phase-2",
    "III": "phase-3", "IV": "phase-4", "I/II": "phase-1-2", "II/III": "phase-2-3", "0": "early-phase-1", "1": "phase-1",
    "2": "phase-2", "3": "phase-3", "4": "phase-4",
}  # fmt: skip


def _code(passage: Passage) -> str:
    return "_".join(passage.text.strip().upper().replace("-", " ").replace("_", " ").split()).replace("_/_", "/")


def extract(document: Document) -> Iterator[Item]:
    """Phase, features, enrollment, arms, cycles, objective, endpoints that the text itself names, stopping reasons."""
    collected = Collector(document.trial.path)
    registered = _registered(document, collected)
    for passage in document.prose():
        titled = passage in (document.trial.title, document.trial.official_title)
        folded = fold(passage.text)
        for clause in clauses(document, passage):
            if clause.stance == "trial":
                if "phase" not in registered:
                    _phases(collected, passage, folded, clause, titled)
                _features(document, collected, passage, folded, clause, titled, registered)
                _enrollment(collected, passage, folded, clause)
                _arms(collected, passage, folded, clause)
                _objective(collected, passage, folded, clause)
                course(document, collected, passage, folded, clause)
        stated_endpoints(document, collected, passage, folded)
    yield from collected.items()


# ------------------------------------------------------------------------------------------------- coded fields


def _registered(document: Document, collected: Collector) -> set[str]:
    """Add the coded fields; returns which sides of the design they settle."""
    design = document.trial.design
    settled: set[str] = set()
    known = [(phase, passage) for passage in design.phases if (phase := _PHASES.get(_code(passage)))]
    names = {phase for phase, _ in known}
    if {"phase-1", "phase-2"} <= names or {"phase-2", "phase-3"} <= names:
        joint = "phase-1-2" if "phase-1" in names else "phase-2-3"
        known = [(joint, passage) for _, passage in known]
    for phase, passage in known:
        settled.add("phase")
        collected.add("tkg:phase", f"phase/{phase}", passage.span(), "registry-field", 1.0, "registered-phase")
    for side, table, field in (
        ("type", _TYPES, design.study_type),
        ("allocation", _ALLOCATIONS, design.allocation),
        ("model", _MODELS, design.intervention_model),
        ("observed", _OBSERVED, design.observational_model),
        ("time", _TIMES, design.time_perspective),
        ("masking", _MASKINGS, design.masking),
        ("purpose", _PURPOSES, design.primary_purpose),
    ):
        if field is None:
            continue
        code = _code(field)
        feature = table.get(code) or table.get(code.split("_(")[0]) or table.get(code.split("_")[0] if side == "masking" else "")
        if feature:
            settled.add(side)
            collected.add("tkg:designFeature", f"design/{feature}", field.span(), "registry-field", 1.0, f"registered-{side}")
    if design.enrollment is not None and (digits := design.enrollment.text.strip().replace(",", "")).isdigit():
        settled.add("enrollment")
        value = Value(str(int(digits)), "integer")
        collected.add("tkg:enrollment", value, design.enrollment.span(), "registry-field", 1.0, "registered-enrollment")
    if document.trial.arms:
        arms = document.trial.arms
        value = Value(str(len(arms)), "integer")
        for arm in arms:
            collected.add("tkg:plannedArms", value, arm.label.span(), "registry-field", 1.0, "registered-arms")
        settled.add("arms")
    return settled


# -------------------------------------------------------------------------------------------------------- phase

_NUMERAL = r"(?:iii|ii|iv|i|[0-4]|ⅰ|ⅱ|ⅲ|ⅳ|one|two|three|four)[ab]?(?:/[ab])?"
_PHASE = re.compile(
    rf"\b(?P<early>early[- ])?phase[s]?[- ]?(?P<first>{_NUMERAL})(?![a-z0-9%])"
    rf"(?:\s?(?:/|-|–|to|and|or|&|\+)\s?(?:phase[- ]?)?(?P<second>{_NUMERAL})(?![a-z0-9%.]))?"
)
_NUMERALS = {"0": 0, "i": 1, "1": 1, "ⅰ": 1, "one": 1, "ii": 2, "2": 2, "ⅱ": 2, "two": 2, "iii": 3, "3": 3, "ⅲ": 3,
             "three": 3, "iv": 4, "4": 4, "ⅳ": 4, "four": 4}  # fmt: skip
_STUDY = re.compile(r"\b(?:study|trial|studies|clinical|evaluation|design|investigation|test|open|randomi[sz]ed|single|multi|"
                    r"double|dose|placebo|pilot|prospective|safety|feasibility|non-randomi[sz]ed|first-in-human|protocol|controlled|extension|"
                    r"expansion|comparative|pharmacokinetic|umbrella|basket|platform|vaccine|two|three|adaptive)\b")  # fmt: skip
_AMOUNT = re.compile(r"^[\s-]*(?:days?|weeks?|months?|hours?|years?|times|mm|mg)\b")
_PART_OF_COURSE = re.compile(r"^\s*(?:of (?:the |this |each |our )?(?:study|trial|program|sub)|portion|part|component|will|participants|patients|subjects|"
                             r"dose|\(|:|is|are|consists|was|includes|cohort|expansion|enrol|begins|starts|treatment)")  # fmt: skip


def _grade(numeral: str) -> int | None:
    return _NUMERALS.get(numeral.rstrip("/").rstrip("ab").rstrip("/").rstrip("ab"))


def _phases(collected: Collector, passage: Passage, folded: str, clause: Clause, titled: bool) -> None:
    if "phase" not in folded:
        return
    for match in _PHASE.finditer(folded, clause.start, clause.end):
        first = _grade(match["first"])
        second = _grade(match["second"]) if match["second"] else first
        if first is None or second is None:
            continue
        after = folded[match.end() : match.end() + 60]
        if not titled:
            # "phase 1" alone may be a part of the study; "this phase 1 trial", "phase 1, open-label study" are its phase.
            if not _STUDY.search(after.split(".")[0]) or _AMOUNT.match(after) or _PART_OF_COURSE.match(after):
                continue
            before = folded[max(clause.start, match.start() - 45) : match.start()]
            if re.search(r"\b(?:previous|prior|earlier|recent|another|other|future|subsequent|following|completed|large|in (?:a|the)|from|"
                         r"ongoing|parent|preceding|pivotal|confirmatory|planned|next|several|two|based on|possible|potential|design|after|during|definitive|warrant)\s(?:[\w-]+\s){0,2}$", before):  # fmt: skip
                continue
        if match["early"] or first == 0:
            phase = "early-phase-1"
        elif first == second:
            phase = f"phase-{first}"
        elif (first, second) in ((1, 2), (2, 3)):
            phase = f"phase-{first}-{second}"
        else:
            continue
        collected.add("tkg:phase", f"phase/{phase}", passage.span(match.start(), match.end()), "grammar",
                      0.97 if titled else 0.93, "phase-stated")  # fmt: skip


# ----------------------------------------------------------------------------------------------------- features

_SIDES = {
    "randomized": "allocation", "non-randomized": "allocation", "cluster-randomized": "", "single-arm": "model", "parallel": "model",
    "crossover": "model", "factorial": "model", "sequential": "model", "open-label": "masking", "single-blind": "masking",
    "double-blind": "masking", "triple-blind": "masking", "quadruple-blind": "masking", "observational": "type",
    "interventional": "type", "expanded-access": "type", "patient-registry": "type", "prospective": "time", "retrospective": "time",
    "cross-sectional": "time", "cohort": "observed", "case-control": "observed", "case-only": "observed",
}  # fmt: skip
# These words are common English: they count only where they qualify the study itself.
_NEED_STUDY = frozenset(
    "controlled pilot superiority pragmatic longitudinal observational interventional retrospective prospective crossover "
    "adaptive sequential single-center multicenter parallel historical-control natural-history cohort expanded-access patient-registry "
    "cross-sectional ambispective factorial long-term-follow-up feasibility".split()
)
_QUALIFIES = re.compile(
    r"^[\s,;/()-]*(?:(?:and|or|&|in|a|an|the|with)[\s,]+|[\w-]+(?:[\s,;/()-]+|$)){0,9}?"
    r"(?:stud(?:y|ies)|trials?|rct|design|phase|clinical|research|evaluation|investigation|comparison|analysis|protocol|registry|"
    r"cohort|survey|project|data|experiment|assessment|validation)\b"
)
_OTHERS = re.compile(
    r"\b(?:previous|previously|prior|earlier|recent|recently|future|other|another|following|subsequent|several|many|some|no|few|"
    r"lack of|additional|large|larger|parent|pivotal|published|from|since|after|before|at|until|time of|date of|day of|completed|not|"
    r"existing|ongoing|based on|results of|findings of|these|those|need for|feeder)\s(?:[\w/-]+\s){0,2}$"
)
_OPEN_PART = re.compile(r"^[\s,-]*(?:[\w-]+\s){0,3}(?:extension|period|challenge|follow-?up|observation|setting|part\b|phase(?![\s-]*(?:[0-4]|[iⅠ]+\b)))")
_CHALLENGE = re.compile(r"^[\s,-]*(?:placebo[- ]controlled[\s,-]*)?(?:[\w-]+\s){0,2}(?:challenges?|provocations?|dbpcfc)\b")
_EVENT = re.compile(r"^(?:randomi[sz]ation|randomization to)")


def _features(
    document: Document, collected: Collector, passage: Passage, folded: str, clause: Clause, titled: bool, settled: set[str]
) -> None:
    for hit in document.hits(passage, "context"):
        if hit.start < clause.start:
            continue
        if hit.start >= clause.end:
            break
        concept = next((c for c in hit.concepts if c.startswith("design/")), None)
        if concept is None:
            continue
        feature = concept.removeprefix("design/")
        if _SIDES.get(feature, "") in settled or feature.startswith("purpose-"):
            continue
        before = folded[max(clause.start, hit.start - 40) : hit.start]
        after = folded[hit.end : min(clause.end, hit.end + 90)]
        if _OTHERS.search(before) or _EVENT.match(folded[hit.start : hit.end]):
            continue
        if feature in _NEED_STUDY and "stud" not in folded[hit.start : hit.end] and "trial" not in folded[hit.start : hit.end]:
            sentence = after.split(". ")[0].split(": ")[0]
            if not _QUALIFIES.match(sentence) and not (titled and not sentence.strip(" .,)")):
                continue
        elif feature == "open-label" and _OPEN_PART.match(after):
            continue
        elif feature in ("double-blind", "single-blind", "placebo-controlled") and _CHALLENGE.match(after):
            continue  # a diagnostic procedure, not the masking of the trial
        elif feature == "randomized" and after.lstrip().startswith(("group-specific", "response", "selected")):
            continue
        confidence = 0.97 if titled else 0.93
        collected.add("tkg:designFeature", concept, passage.span(hit.start, hit.end), "lexicon", confidence, "design-word")


# --------------------------------------------------------------------------------------- enrollment and arms

_WORDS = {w: n for n, w in enumerate("zero one two three four five six seven eight nine ten eleven twelve".split())}
_COUNT = r"(?P<count>\d{1,3}(?:,\d{3})+|\d{1,6})"
_PEOPLE = (r"(?:(?:[\w/+-]+\s){0,4}?)(?:patients?|participants?|subjects?|volunteers?|people|individuals?|adults?|children|women|men|"
           r"persons|cases|infants|adolescents|students|females|males|dyads|families|mothers|evaluable|respondents|pregnant)(?:\s(?:patients|participants|subjects|volunteers|individuals|women|men|children|adults))?\b")  # fmt: skip
_ENROLLED = (
    re.compile(rf"\ba total (?:number )?of (?:approximately |about |up to |around |at least )?{_COUNT} {_PEOPLE}[^.;]{{0,60}}?"
               r"\b(?:(?:planned|expected|scheduled) to be \w+|(?:enrol|recruit|includ|randomi|accru|participat|assign|allocat|divided|required|needed)\w*)"),
    re.compile(rf"\b(?:(?:will|to|plans? to|planned to|intends? to|aims? to|expects? to|expected to|must)\s)(?:be )?(?:enrol|recruit|includ|randomi[sz]|accru)\w*\s"
               rf"(?:a total of |approximately |about |up to |around |at least |an estimated )*{_COUNT} {_PEOPLE}"),
    re.compile(rf"^\W*(?:enroll?|recruit|include|randomi[sz]e) (?:a total of |approximately |about |up to )?{_COUNT} {_PEOPLE}"),
    re.compile(rf"^\W*(?:approximately |about |up to |around |a total of |at least )?{_COUNT} {_PEOPLE} (?:[\w-]+ ){{0,6}}?(?:will|were|are|would|should|is)"
               r" (?:be )?(?:planned to be |expected to be )?(?:enrolled|recruited|included|randomi[sz]ed|accrued|invited|needed|required)\b"),
    re.compile(rf"\b(?:sample size|total enrollment|planned enrollment|target accrual|target enrollment|total accrual)(?: of| is| will be|:| was)*"
               rf" (?:approximately |about |up to |around )?{_COUNT}(?! ?%)"),
)  # fmt: skip
_PART_OF_WHOLE = re.compile(r"\b(?:each|per|every|respectively|in (?:the )?(?:arm|group|cohort|part|phase|stage)|first|stage|cohort|phase|"
                            r"arm|part|group|subset|of them|country|china|center|centre|site|additional|previous(?:ly)?|earlier|historical)\b")  # fmt: skip


def _enrollment(collected: Collector, passage: Passage, folded: str, clause: Clause) -> None:
    piece = folded[clause.start : clause.end]
    if not any(word in piece for word in ("enrol", "recruit", "total", "sample", "accru", "includ", "randomi")):
        return
    for pattern in _ENROLLED:
        match = pattern.search(piece)
        if match is None:
            continue
        count = int(match["count"].replace(",", ""))
        around = piece[max(0, match.start() - 50) : match.end() + 45].replace(match.group(), match.group()[-12:])
        if count < 3 or _PART_OF_WHOLE.search(around):
            continue
        if 1990 <= count <= 2040 and "," not in match["count"]:
            continue
        start = clause.start + match.start() + len(match.group()) - len(match.group().lstrip(" -*•\\"))
        collected.add("tkg:enrollment", Value(str(count), "integer"), passage.span(start, clause.start + match.end()),
                      "grammar", 0.9, "enrollment-stated")  # fmt: skip
        return


_ARMS = re.compile(
    r"\b(?P<number>two|three|four|five|six|seven|eight|[2-8])[- ](?:(?:intervention|treatment|parallel|study|randomi[sz]ed|experimental|"
    r"equal|different|therapeutic|dosing|dose)[- ]){0,2}(?P<unit>groups?|arms?|cohorts?)\b"
)
_NOT_ALL_ARMS = re.compile(r"\b(?:other|first|last|of the|all|additional|remaining|another|any|combined|active|between the other)\s*$")
_DIVIDED = re.compile(r"\b(?:into|to|in|between the|one of|among|with|has|have|of|comprises|comprising|includes|including|consists of|parallel|controlled,?|"
                      r"randomi[sz]ed,?|a|blind,?|label,?|prospective,?|in the|are|is|be|comparing|across|the)\s*$")  # fmt: skip


def _arms(collected: Collector, passage: Passage, folded: str, clause: Clause) -> None:
    if "group" not in folded and "arm" not in folded:
        return
    for match in _ARMS.finditer(folded, clause.start, clause.end):
        before = folded[max(clause.start, match.start() - 30) : match.start()]
        if match["unit"].startswith("cohort") or _NOT_ALL_ARMS.search(before) or not (_DIVIDED.search(before) or not before.strip()):
            continue
        if match["unit"].startswith("group") and match.group().count(" ") + match.group().count("-") < 2 and re.search(r"\b(?:the|these|both|each)\s*$", before):
            continue  # "in the two groups" looks back at groups of any kind
        if re.match(r"\s*(?:of|times|meetings?|sessions?|discussions?|interviews?|visits?|within|a |[-]?wise)", folded[match.end() : match.end() + 15]):
            continue
        number = _WORDS.get(match["number"]) or int(match["number"])
        collected.add("tkg:plannedArms", Value(str(number), "integer"), passage.span(match.start(), match.end()),
                      "grammar", 0.88, "arms-counted")  # fmt: skip


# ---------------------------------------------------------------------------------------------------- objective

_OBJECTIVE = re.compile(
    r"\b(?P<words>(?:to study\b|(?:to )?(?:evaluat|assess|explor|investigat|determin|compar|test|examin|demonstrat|estimat|observ|analy[sz]|"
    r"identif|measur|describ|understand|establish|characteri[sz]|verif|confirm|develop|defin|validat|learn|find out|quantif)\w*)"
    r"(?: and (?:to )?(?:evaluat|assess|compar|stud|explor|investigat|determin)\w*)?(?: the| an?| whether| if| how)?\s"
    r"[^.;:,(]{3,90}?)(?=\s(?:of|in|for|between|among|with|on|when|by|as|after|during|versus|using|at|from|to|following)\s|[.;:,(]|$)"
)
_LEADS = re.compile(r"(?:^[\W\d]*|\b(?:aims?|aimed|purpose|goal|objectives?|designed|planned|hypothes[ie]s|study will|trial will|"
                    r"study is|trial is|project is|we will|investigators will|carried out|propose|plans?|intends?|conducted)\b[^.;]{0,110}?)$")  # fmt: skip


def _objective(collected: Collector, passage: Passage, folded: str, clause: Clause) -> None:
    match = _OBJECTIVE.search(folded, clause.start, clause.end)
    if match is None:
        return
    before = folded[clause.start : match.start()]
    if len(before) > 170 or not _LEADS.search(before):
        return
    end = match.end("words")
    while end > match.start() and folded[end - 1] == " ":
        end -= 1
    words = passage.text[match.start() : end]
    collected.add("tkg:objective", Value(" ".join(words.split())), passage.span(match.start(), end), "grammar", 0.85, "objective-stated")
