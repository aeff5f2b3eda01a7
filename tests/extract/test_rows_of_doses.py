"""How the prose gives what is registered: rows of doses without a verb, names with a colon, what a list shares at its end."""

# ruff: noqa: E501 - the rows of a table read best on one line

from __future__ import annotations

import pytest

from kg.extract import interventions
from kg.extract.document import Document
from kg.extract.giving.dosed_short_forms import dosed_short_forms
from kg.model import Statement, Value
from kg.vocab import load
from tests.extract.reading import trial

Told = dict[str, list[str]]
ROWS: list[tuple[tuple[str, ...], str, Told]] = [
    # two doses right behind two names are rows
    (("Paclitaxel", "Carboplatin"), "Regimen: paclitaxel 175 mg/m2, carboplatin AUC 5.",
     {"drug/paclitaxel": ["175 mg/m2"], "drug/carboplatin": ["AUC 5"]}),
    (("Paclitaxel",), "Neuropathy was seen with paclitaxel 175 mg/m2 and another.", {}),
    (("Paclitaxel", "Carboplatin"), "In a previous study, paclitaxel 175 mg/m2 and carboplatin AUC 5 were toxic.", {}),
    (("Dupilumab",), "Weight below 60 kg: dupilumab loading dose 400 mg SC on day 1, then 200 mg every 2 weeks.",
     {"drug/dupilumab": ["route/subcutaneous", "400 mg", "200 mg", "on day 1", "every 2 weeks"]}),
    (("Dupilumab", "Placebo"), "Dupilumab, compared to placebo, at 300 mg every 2 weeks.", {}),
    (("Teclistamab",), "Teclistamab SC step-up doses of 0.06 and 0.3 mg/kg, then 1.5 mg/kg weekly.",
     {"drug/teclistamab": ["route/subcutaneous", "0.06 and 0.3 mg/kg", "1.5 mg/kg", "weekly"]}),
    # what will be given at a dose is the trial's, if nothing says otherwise
    (("Semaglutide",), "Double-blind. Semaglutide will be started at 0.25 mg once weekly for 52 weeks.",
     {"drug/semaglutide": ["0.25 mg", "once weekly for 52 weeks"]}),
    (("Semaglutide",), "In previous trials semaglutide was given at 2.4 mg once weekly.", {}),
    # behind a name and a colon
    (("Acupuncture",), "Acupuncture: 30 min per session, 2 sessions/week for 4 weeks.",
     {"procedure/acupuncture": ["30 min per session, 2 sessions/week for 4 weeks"]}),
    (("Acupuncture",), "Effects of acupuncture: pain was measured in 2 sessions.", {}),
    (("Oxaliplatin", "5-FU"), "Regimen: oxaliplatin 85 mg/m2 over 2 h, 5-FU bolus 400 mg/m2 and 2400 mg/m2 over 46 h, every 3 weeks.",
     {"drug/oxaliplatin": ["85 mg/m2", "over 2 h"],
      "drug/fluorouracil": ["400 mg/m2", "2400 mg/m2", "over 46 h, every 3 weeks"]}),
    # how long the last takes is not that of the others
    (("Irinotecan", "Oxaliplatin", "5-FU"), "Patients receive irinotecan 165 mg/m2, oxaliplatin 85 mg/m2, 5-FU 3200 mg/m2 48-h ci, q14d.",
     {"drug/irinotecan": ["165 mg/m2", "q14d"], "drug/oxaliplatin": ["85 mg/m2", "q14d"],
      "drug/fluorouracil": ["3200 mg/m2", "48-h", "q14d"]}),
    # a short name of an entry
    (("IL-2", "anti-CEA CAR-T"), "Patients receive CAR-T cells via HAI and IL-2 75,000 U/kg/day for 5 days.",
     {"drug/aldesleukin": ["75,000 U/kg/day", "for 5 days"]}),
    (("IL-2",), "Patients have IL-2 levels taken on day 1.", {}),
    # another dose of the first, where the second is given too
    (("Bevacizumab", "CAPOX"), "Patients receive bevacizumab 5 mg/kg (7.5 mg/kg with CAPOX).",
     {"drug/bevacizumab": ["5 mg/kg", "7.5 mg/kg"]}),
    (("Bevacizumab", "CAPOX"), "Patients receive bevacizumab 5 mg/kg with CAPOX q3w.",
     {"drug/bevacizumab": ["5 mg/kg", "q3w"], "regimen/capox": ["q3w"]}),
    (("Capecitabine",), "Patients receive capecitabine 825 mg/m2 BID during RT (50.4 Gy/28 fr).",
     {"drug/capecitabine": ["825 mg/m2", "BID"]}),
    # how often all of it comes again
    (("Capecitabine", "Oxaliplatin", "Sintilimab"),
     "Patients receive Capecitabine 1000mg/m2,bid,po,d1-14; Oxaliplatin 130mg/m2,ivgtt,d1; Sintilimab 200mg,ivgtt,d1; q3w.",
     {"drug/capecitabine": ["route/oral", "1000mg/m2", "bid", "d1-14", "q3w"],
      "drug/oxaliplatin": ["route/intravenous", "130mg/m2", "d1", "q3w"],
      "drug/sintilimab": ["route/intravenous", "200mg", "d1", "q3w"]}),
    (("Gemcitabine", "Oxaliplatin"),
     "Patients receive gemcitabine 1000 mg/m2 on day 2 and oxaliplatin 100 mg/m2 on day 2 of each 21-day cycle.",
     {"drug/gemcitabine": ["1000 mg/m2", "on day 2", "of each 21-day cycle"],
      "drug/oxaliplatin": ["100 mg/m2", "on day 2 of each 21-day cycle"]}),
    (("Gemcitabine", "Oxaliplatin"),
     "Patients receive gemcitabine 1000 mg/m2 on days 1 and 8, followed by oxaliplatin 100 mg/m2 on day 1 every 3 weeks.",
     {"drug/gemcitabine": ["1000 mg/m2", "on days 1 and 8"], "drug/oxaliplatin": ["100 mg/m2", "on day 1 every 3 weeks"]}),
    (("Cetuximab", "Irinotecan"),
     "Patients receive cetuximab 400 mg/m2 for the first dose, and irinotecan 180 mg/m2 every 2 weeks.",
     {"drug/cetuximab": ["400 mg/m2"], "drug/irinotecan": ["180 mg/m2", "every 2 weeks"]}),
    # short forms that mean other things too, with a dose behind them
    (("Oxaliplatin", "Leucovorin", "Fluorouracil"), "Patients receive OXA 85 mg/m2, LV 400 mg/m2 and 5-FU 2400 mg/m2 over 46 hours.",
     {"drug/oxaliplatin": ["85 mg/m2"], "drug/leucovorin": ["400 mg/m2"],
      "drug/fluorouracil": ["2400 mg/m2", "over 46 hours"]}),
    (("Gemcitabine", "Bevacizumab"), "Patients receive GEM (1000 mg/m2) on days 1 and 8 and BEV 15 mg/kg on day 1.",
     {"drug/gemcitabine": ["1000 mg/m2", "on days 1 and 8"], "drug/bevacizumab": ["15 mg/kg", "on day 1"]}),
    (("Bevacizumab",), "Patients receive BEV 15 mg/kg on day 1.", {"drug/bevacizumab": ["15 mg/kg", "on day 1"]}),
    (("Docetaxel",), "Patients receive DOC 75 mg on day 1.", {"drug/docetaxel": ["75 mg", "on day 1"]}),
    (("Leucovorin",), "Patients receive CF 400 mg/m2.", {}),  # leucovorin, or cisplatin and fluorouracil
    (("Leucovorin",), "The LV mass of patients who receive it is 90 g/m2.", {}),
    # by which way all of it
    (("Oxaliplatin", "Leucovorin", "Fluorouracil"),
     "Given are oxaliplatin 85 mg/m2, leucovorin 200 mg/m2, and then fluorouracil 400 mg/m2 through the hepatic artery.",
     {"drug/oxaliplatin": ["route/hepatic-arterial-infusion", "85 mg/m2"],
      "drug/leucovorin": ["route/hepatic-arterial-infusion", "200 mg/m2"],
      "drug/fluorouracil": ["route/hepatic-arterial-infusion", "400 mg/m2"]}),
]  # fmt: skip


@pytest.mark.parametrize(("entries", "prose", "wanted"), ROWS, ids=[row[1][:60] for row in ROWS])
def test_rows(entries: tuple[str, ...], prose: str, wanted: Told) -> None:
    document = Document(trial(interventions=entries, description=prose), load())
    said = [s for s in interventions.extract(document) if isinstance(s, Statement)]
    told: Told = {}
    for node in (s for s in said if s.predicate == "tkg:gives"):
        of_node = [s for s in said if s.subject == node.subject]
        for predicate in ("tkg:route", "tkg:dose", "tkg:schedule"):
            for s in of_node:
                if s.predicate == predicate:
                    told.setdefault(str(node.object), []).append(
                        s.object.lexical if isinstance(s.object, Value) else s.object
                    )
    assert told == wanted


@pytest.mark.parametrize(("text", "defined", "given", "found"), [
    ("LV 400 mg/m2, CTX: 500 mg/m2", (), (), ["drug/leucovorin", "drug/cyclophosphamide"]),
    ("LV 400 mg/m2, CTX: 500 mg/m2", ("LV",), (), ["drug/cyclophosphamide"]),  # the record's own: left ventricle
    ("BEV 15 mg/kg", (), (), []),
    ("BEV 15 mg/kg", (), ("drug/bevacizumab",), ["drug/bevacizumab"]),
    ("BEV 15 mg/kg, DOC 75 mg/m2", (), (), ["drug/bevacizumab", "drug/docetaxel"]),
    ("FA 5 mg/dl, FA 5 mg/l", (), ("drug/leucovorin",), []),  # in blood
    ("Doc 75 mg/m2, DOC-75 mg/m2", (), (), []),
    # what only one drug of the trial begins with
    ("Tori 240 mg, BAL 240 mg", (), ("drug/toripalimab", "drug/balstilimab"), ["drug/toripalimab", "drug/balstilimab"]),
    ("Tori 240 mg, BAL 240 mg", (), ("drug/lenvatinib",), []),
    ("Cis 75 mg/m2", (), ("drug/cisplatin", "drug/cisatracurium"), []),
    ("Tori and BAL, BAL fluid 240 mg", (), ("drug/toripalimab", "drug/balstilimab"), []),
    ("BAL 240 mg", ("BAL",), ("drug/balstilimab",), []),
    ("Calcium 500 mg, Sodium 5 mg", (), ("drug/calcium-gluconate", "drug/sodium-bicarbonate"), []),  # names themselves
])  # fmt: skip
def test_short_forms_with_a_dose(text: str, defined: tuple[str, ...], given: tuple[str, ...], found: list[str]) -> None:
    told = dosed_short_forms(text, load(), defined, lambda: given)
    assert [grounding.concept for _, _, grounding in told] == found
