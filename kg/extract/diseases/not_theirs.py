"""Words right beside the name of a condition that make it something else than what the people of the trial have: a
risk, a cause, an outcome, an organisation."""

from __future__ import annotations

import re

NOT_POPULATION = re.compile(
    r"\b(?:family history of|(?<!with )(?<!with a )(?<!have a )(?<!having a )history of|no|without|"
    r"rule out|excluding|free (?:of|from)|in cases? of|as a result of|diagnostic (?:of|for)|differences? in|"
    r"negative (?:[\w-]+ ){0,3}for|a negative|"
    r"adverse events? (?:of|such as|including)|model of|incidence (?:of|and severity of)|occurrence of|episodes? of|"
    r"patient-reported|self-reported|because of|defined as|definition of|characteri[sz]ed by|manifested (?:as|by)|"
    r"is a condition of|rates? of|with other|exposure to|"
    r"mortality from|death from|(?<!small )(?<!large )(?<!clear )(?<!squamous )cells?|vaccin\w+ against|"
    r"infected with|(?:institute|association|society|federation|college|academy|foundation) (?:of|for|on)|"
    r"no (?:unstable|other|known|active|significant|serious) [\w-]+(?: or)?)\s(?:[\w-]+\s){0,1}$"
)
OUTCOME_WORD = re.compile(
    r"^[\s-]*(?:rates?|scores?|scales?|index|free|volume|markers?|response|burden assessment|cells?|cell lines?|"
    r"related quality|outcomes?|inventory|questionnaire|assessment|events?|tests?|control test|"
    r"(?:antibody|antigen) tests?|evaluation criteria|specific|surveillance|cohort study|"
    r"programme|program|society|foundation|association|institute|center|centre|network|"
    r"practitioners?|specialists?|nurses?|educators?|experts?|physicians?|"
    r"clinic|registry|research|group|screening|case[- ]finding|prevention|prophylaxis|vaccin\w+)\b"
)
OUTCOMES = re.compile(r"\b(?:outcomes?|complications?|sequelae),? (?:including|such as)\s\Z")
FREE_OF = re.compile(r"[- ](?:free|(?:sero)?negative|uninfected)\b")  # "brain metastasis-free survival", "HIV-negative"
