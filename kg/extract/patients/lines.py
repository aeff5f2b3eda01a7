"""The line or setting of therapy of this trial.

The rule: a line named in the title or in a clause about the trial counts, unless it is what the patients had before
("after first-line chemotherapy", "failed second-line therapy", "first-line resistance"), as what criteria name nearly
always is. Words that live outside oncology too ("adjuvant", "maintenance", "induction") need a therapy beside them, and
a cancer in the record.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from kg.extract.background import Clause, clause_at
from kg.extract.collect import Collector
from kg.extract.context import Word, words
from kg.extract.document import Document
from kg.extract.negation import polarity, stratified
from kg.extract.patients.listed import among_criteria
from kg.model import Passage
from kg.text import fold, holds_any

_SETTINGS = frozenset(
    {
        "line/neoadjuvant",
        "line/adjuvant",
        "line/perioperative",
        "line/conversion",
        "line/maintenance",
        "line/salvage",
        "line/induction",
        "line/consolidation",
    }
)
_HAD = re.compile(
    r"\b(?:after|following|follow|failed|failure (?:of|to|on|with|after|from)|fail(?:ed|ing)?(?: in| on| to)?|"
    r"progress(?:ed|ion|ing|es)?(?: \w+)? (?:on|after|to|following|during|with)|"
    r"refractory to|resistan(?:t|ce) to|intolerant (?:to|of)|previous|previously|prior|post|"
    r"previously treated with|received|receiving|completed|at least|"
    r"pretreated with|treated with|relaps\w+ (?:after|from|following)|respon\w+ to|response to|undergone|had|from|"
    r"progressive disease (?:on|after|under)|beyond|since|recurr\w+ (?:after|following)|"
    r"not (?:received|responding to)|who (?:have|had)|benefit(?:ed|ing)? from|unsuitable for|ineligible for|"
    r"candidates? for|eligible for|suitable for|standard|and after|prior to(?: the)? (?:start|initiation|beginning) of|"
    r"before(?: the)? (?:start|initiation|beginning) of|in (?:our |the )?(?:previous|prior|earlier) (?:[\w-]+ ){0,2}"
    r"(?:study|studies|trials?)[^.;]{0,60})"
    r"\W+(?:(?:a|the|an|prior|previous|standard|their|of|one|all|first|least|initial|(?:\(re\))?induction|"
    r"systemic|treatment|therapy|"
    r"in|with|or|and/or|neo-?adjuvant|to|failure|[\w-]+-(?:based|free|containing)|completion|line|intermediate|intervening)\W+){0,4}$"
)
_HAD_BEFORE = re.compile(
    r"^\W*(?:(?:treatment|therapy|chemotherapy|[\w-]+-based|\w+)\s){0,2}?(?:failure|failed|"
    r"resistan\w+|refractory|progress\w+|relapse|naive|na[iï]ve|"
    r"pretreated|received|nutrition\w*|care\b|management|analges|an[ae]?esthe|has failed|have failed|experienced|"
    r"workers?|staff|health|providers?|medical|"
    r"is the|are the|treated|of defen[cs]e|drugs?\b(?! in)|have (?:progressed|failed))\b"
)
_THERAPY = re.compile(
    r"^[\s-]*(?:and[\s-]+\w+[\s-]+|or[\s-]+\w+[\s-]+|[\w-]+\s)??(?:chemo\w*|radio\w*|radiation|"
    r"therap\w+|treatments?|setting|immuno\w*|endocrine|hormon\w+|"
    r"systemic|targeted|regimens?|combinations?|[a-z]+(?:mab|nib|tinib|parib|platin|taxel|rubicin|citabine|ciclib)s?)\b"
)
_AGAINST_CANCER = re.compile(
    r"\s(?:\(?[\w/+-]+\)?\s){0,3}?(?:m?flot|m?folfox\w*|m?folfirinox|capox|xelox|sox|dcf|ecf|[\w-]*chemo\w*|\w*(?:mab|nib|"
    r"platin|taxel|ciclib|parib|citabine))\b"
)
_LITRE = re.compile(
    r"^[\s-]*(?:treatment|therapy|setting|nsclc|chemo\w*|maintenance|patients?|\+|and|or|systemic|metastatic|,)"
)
_OF_LITRES = re.compile(
    r"\s?(?:/|of\b|per\b|versus\b|vs\b|(?:[\w-]+\s){0,2}(?:solution|preparation|peg|saline|fluids?)\b)"
)
_ONCOLOGY = re.compile(
    r"cancer|carcinoma|tumou?r|melanoma|sarcoma|lymphoma|leuk[ae]mia|neoplas|glioma|"
    r"glioblastoma|myeloma|blastoma|oncolog|malignan|metasta|mesothelioma|nsclc|crlm|hcc|"
    r"\b(?:aml|mds|cll|cml|dlbcl|gbm|mcrc|crc|gist|hnscc|escc|all)\b"
)


# Who may be given the treatment before surgery is who is given it; who may be given a line may have had it.
_CANDIDATE = re.compile(r"(?<!not )\b(?:candidates?|eligible|suitable) for (?=(?:[\w-]+ ){0,2}$)")
_WILL_RECEIVE = re.compile(r"\b(?:receive|undergo|be treated with|be given|start)\s(?:[\w-]+\s){0,1}$")
_ALLOWED = re.compile(
    r"^[^.;]{0,90}?\b(?:(?:is|are|may be|will be) (?:also )?(?:allowed|permitted|acceptable|optional|"
    r"possible)|allowed)\b"
)
_ALLOWED_BEFORE = re.compile(r"\b(?:is|are) (?:allowed|permitted|acceptable)\b[^.;]{0,40}$")


def oncology(document: Document, said: str = "") -> bool:
    """Whether the record is about a cancer, by its title, its conditions, and what is said."""
    trial = document.trial
    texts = [item.name.text for item in trial.conditions]
    texts += [p.text for p in (trial.title, trial.official_title) if p is not None]
    return any(_ONCOLOGY.search(fold(text)) for text in texts) or (said != "" and _ONCOLOGY.search(said) is not None)


# "radiotherapy after surgery", "Zanzalintinib … Before Surgery": a setting told by the operation that it stands beside.
_OPERATION = re.compile(
    r"\b(?P<when>before|prior to|after|following)\s(?:the |radical |curative |definitive |undergoing |their |standard |"
    r"planned |complete |primary |tumou?r |surgical )*(?:surgery|resection|hepatectomy|cystectomy|prostatectomy|"
    r"mastectomy|nephrectomy|gastrectomy|esophagectomy|operation|lumpectomy|hysterectomy|surgical removal)\b"
)
_BESIDE_SURGERY = re.compile(
    r"(?<!end of )(?<!end of the )(?<!day of )\b(?:chemo-?(?:radio)?therapy|chemoradiation|radio-?therapy|"
    r"radiation(?: therapy)?|immunotherapy|(?:hormon\w+|endocrine|targeted|systemic) therapy|"
    r"[a-z]{3,}(?:nib|mab|platin|taxel|ciclib|parib|rubicin|citabine))\b(?: \([^()]{1,20}\))?"
    r"(?:(?!\b(?:before|after|received|versus|without|toxicity|levels?|recurr\w+|relapse\w*|failure|progress\w+|who|"
    r"samples?|scans?|biops\w+)\b|/)[^.;:]){0,60}?" + _OPERATION.pattern
)


# "Adjuvant low dose aspirin": in a title, words of how it is given may stand before what is given.
_QUALIFIED = re.compile(r"\s(?:(?!(?:in|for|to|of|with|after|and|or|versus|vs|on)\b)[\w-]+\s){1,3}")
_OPERATED = ("surgery", "resection", "ectomy", "operation", "surgical removal")


def _beside_surgery(folded: str) -> list[Word]:
    if _OPERATION.search(folded) is None:  # sooner said than what stands before it
        return []
    return [
        Word(*match.span(), "line/neoadjuvant" if match["when"] in ("before", "prior to") else "line/adjuvant")
        for match in _BESIDE_SURGERY.finditer(folded)
    ]


_GIVEN = ("drug/", "drug-class/", "regimen/", "combination-product/", "radiation/", "procedure/")
_BARE_SETTING = re.compile(r"\b(?P<setting>maintenance|consolidati(?:on|ve)|salvage)\s(?=[a-z])")


def _titled_settings(document: Document, passage: Passage, folded: str, named: Sequence[Word]) -> list[Word]:
    """ "Maintenance Niraparib", "Consolidation Durvalumab": in a title, the setting of what is given behind it."""
    given = {h.start for h in document.hits(passage, "intervention") if h.concepts[0].startswith(_GIVEN)}
    return [
        Word(*match.span("setting"), f"line/{match['setting'].replace('ive', 'ion')}")
        for match in _BARE_SETTING.finditer(folded)
        if match.end() in given and not any(w.start < match.end() and match.start() < w.end for w in named)
    ]


# "Targeted Maintenance in AML", "as Induction or Maintenance in …": a title needs no "therapy" behind the word.
_MAINTENANCE = re.compile(r"\bmaintenance(?=\s(?:in|for|after|following|with|versus|vs)\b)")


def _titled_maintenance(folded: str, named: Sequence[Word]) -> list[Word]:
    return [
        Word(*match.span(), "line/maintenance")
        for match in _MAINTENANCE.finditer(folded)
        if not any(w.start < match.end() and match.start() < w.end for w in named)
    ]


# "Dara-VRd as induction and consolidation in myeloma": of a cancer, no more is needed.
_AS_SETTINGS = re.compile(
    r"\bas\s(?:an?\s|the\s|post-transplant\s)?(?P<one>induction|consolidation|maintenance)"
    r"(?:\s?(?:and|or|/|,|followed by)\s(?P<two>induction|consolidation|maintenance))?"
    r"(?=\s?(?:$|[.,;)])|\s(?:in|before|after|prior|with)\b)"
)


def _as_settings(folded: str, named: Sequence[Word]) -> list[Word]:
    return [
        Word(*match.span(each), f"line/{match[each]}")
        for match in _AS_SETTINGS.finditer(folded)
        for each in ("one", "two")
        if match[each] and not any(w.start < match.end(each) and match.start(each) < w.end for w in named)
    ]


_SET_BY_PHRASE = ("as induction", "as consolidation", "as maintenance", "as a", "as post", "as the")
_BEFORE_OR_AFTER = ("before ", "prior to ", "after ", "following ")
_TO_WHOM = re.compile(r"^\s*(?:to|for)\b")
_IS_A_LINE = re.compile(
    r"line (?:of )?(?:treatment|therap|chemo|systemic|setting|regimen|standard|immuno|combination|anti|agent|option|"
    r"use|strategy|in|for|or|and|palliative|maintenance|metastatic|advanced|with)"
)
_BEFORE_SURGERY = ("line/neoadjuvant", "line/perioperative")
_BESIDE_A_THERAPY = ("line/adjuvant", *_BEFORE_SURGERY)


class _Line(NamedTuple):
    """A line that a clause on the trial names: the words of the clause before it, and behind."""

    document: Document
    passage: Passage
    folded: str
    hit: Word
    before: str
    after: str
    titled: bool


def lines(
    document: Document, collected: Collector, passage: Passage, folded: str, found: tuple[Clause, ...], titled: bool
) -> None:
    """Add the lines of therapy that the passage states for this trial."""
    for hit in _named(document, passage, folded, titled):
        clause = clause_at(found, hit.start)
        if clause is None or clause.stance != "trial" or (not titled and among_criteria(folded, hit.start)):
            continue
        before = folded[max(clause.start, hit.start - 70) : hit.start]
        after = folded[hit.end : min(clause.end, hit.end + 110)]
        before = _CANDIDATE.sub("", before) if hit.concept in _BEFORE_SURGERY else before
        line = _Line(document, passage, folded, hit, before, after, titled)
        if _is_of_others(line) or not (_is_a_setting(line) if hit.concept in _SETTINGS else _is_a_line(line)):
            continue
        span = passage.span(hit.start, hit.end)
        sure = 0.95 if titled else 0.88
        collected.add("tkg:lineOfTherapy", hit.concept, span, "lexicon", sure, "line-stated")
        if folded.startswith("neo)adjuvant", hit.start):  # "in the (neo)adjuvant setting": either
            both = passage.span(hit.start + len("neo)"), hit.end)
            collected.add("tkg:lineOfTherapy", "line/adjuvant", both, "lexicon", 0.85, "line-stated")


def _named(document: Document, passage: Passage, folded: str, titled: bool) -> list[Word]:
    """The lines and settings that the passage names, by their names or by what stands beside them."""
    named = words(document, passage, "line")
    if titled and "maintenance" in folded:
        named = sorted({*named, *_titled_maintenance(folded, named)})
    if titled and holds_any(folded, ("maintenance ", "consolidati", "salvage ")):
        named = sorted({*named, *_titled_settings(document, passage, folded, named)})
    if holds_any(folded, _SET_BY_PHRASE):
        named = sorted({*named, *_as_settings(folded, named)})
    if holds_any(folded, _OPERATED) and holds_any(folded, _BEFORE_OR_AFTER):
        named = sorted({*named, *_beside_surgery(folded)})
    return named


def _is_of_others(line: _Line) -> bool:
    """Whether it was had before, is allowed only, ruled out, divides the patients, or is no line ("1 L")."""
    start, end, _ = line.hit
    if _ALLOWED.match(line.after) or _ALLOWED_BEFORE.search(line.before):
        return True
    if _HAD.search(line.before) or _HAD_BEFORE.match(line.after):
        return True
    if polarity(line.passage.text, start) == "ruled-out" or stratified(line.folded, start):
        return True
    titled = line.titled and oncology(line.document) and _OF_LITRES.match(line.after) is None  # "NSCLC, 2L"
    return line.folded[start:end] in ("1l", "2l", "3l") and not titled and not _LITRE.match(line.after)


def _is_a_setting(line: _Line) -> bool:
    """Whether "adjuvant", "maintenance" and the like are the setting of a therapy of a cancer here."""
    start, end, concept = line.hit
    if not oncology(line.document):
        return False
    if concept == "line/adjuvant" and _OF_A_VACCINE.match(line.after):
        return False
    if concept in _BESIDE_A_THERAPY and " " not in line.folded[start:end] and not _is_of_a_therapy(line):
        return False
    return concept != "line/adjuvant" or _TO_WHOM.match(line.after) is None


# "peptide vaccine with adjuvant sargramostim": it strengthens the vaccine, and is no setting.
_OF_A_VACCINE = re.compile(
    r"\W*(?:sargramostim|gm-csf|montanide|poly-?iclc|alum\b|incomplete freund|freund|qs-?21|as0\d|imiquimod|resiquimod)"
)


def _is_of_a_therapy(line: _Line) -> bool:
    """Whether a therapy stands beside the setting, or is given in it."""
    if _WILL_RECEIVE.search(line.before) or _THERAPY.match(line.after):
        return True
    if line.titled and line.hit.concept == "line/neoadjuvant":
        return True
    if line.hit.concept == "line/perioperative":  # not "perioperative dexmedetomidine", "… amino acids"
        return _AGAINST_CANCER.match(line.after) is not None
    end = line.hit.end
    return any(
        0 <= h.start - end <= 2 or (line.titled and _QUALIFIED.fullmatch(line.folded, end, h.start))
        for h in line.document.hits(line.passage, "intervention")
    )


def _is_a_line(line: _Line) -> bool:
    """Whether prose says of what it is a line: "second-line treatment"; a title needs not."""
    return line.titled or _IS_A_LINE.search(line.folded[line.hit.start : line.hit.end] + line.after[:60]) is not None
