"""Short forms that several interventions share: what the record is about tells which is meant, or nothing does."""

from __future__ import annotations

import pytest

from kg.extract import abbreviations
from kg.extract.document import Document
from kg.extract.names.shared_forms import shared_forms
from kg.vocab import load
from tests.extract.reading import trial


@pytest.mark.parametrize(
    ("entry", "condition", "meant"),
    [
        ("Socket preservation with PRF", "Alveolar Bone Loss", [("PRF", "platelet-rich fibrin")]),
        ("PRF of the dorsal root ganglion", "Sciatica", [("PRF", "pulsed radiofrequency")]),
        ("PCI", "Small Cell Lung Cancer", [("PCI", "prophylactic cranial irradiation")]),
        ("PCI", "STEMI", [("PCI", "percutaneous coronary intervention")]),
        ("AZA", "Lupus Nephritis", [("AZA", "azathioprine")]),
        ("AZA", "Acute Myeloid Leukemia", [("AZA", "azacitidine")]),
        ("HCT and CRT", "Glioma", [("CRT", "chemoradiotherapy")]),
        ("Lzd 600 mg", "MDR-TB", [("Lzd", "linezolid")]),
        ("LEN", "HIV Infections", [("LEN", "lenacapavir")]),
        ("LEN", "Multiple Myeloma", [("LEN", "lenalidomide")]),
        ("DP", "Uncomplicated Malaria", [("DP", "dihydroartemisinin-piperaquine")]),
        ("CYC", "ANCA Vasculitis", [("CYC", "cyclophosphamide")]),
        ("Pd", "Multiple Myeloma", [("Pd", "pomalidomide/dexamethasone")]),
        ("ICE", "Hodgkin Lymphoma", [("ICE", "ifosfamide/carboplatin/etoposide")]),
        ("IDA", "Lymphatic Filariasis", [("IDA", "ivermectin/diethylcarbamazine/albendazole")]),
        ("Ven + Aza", "Acute Myeloid Leukemia", [("Ven", "venetoclax"), ("Aza", "azacitidine")]),
        ("Dex", "Emergence Delirium", [("Dex", "dexmedetomidine")]),
        ("Penta, PCV10, Rota", "Poliomyelitis", [("Penta", "DTwP-HepB-Hib vaccine"), ("Rota", "rotavirus vaccine")]),
        ("Rota", "Osteoarthritis", []),
        ("ACT", "Uncomplicated Malaria", [("ACT", "artemisinin-based combination therapy")]),
        ("LEN-TACE", "Hepatocellular Carcinoma", [("LEN", "lenvatinib")]),
        ("TACE-Len", "Hepatocellular Carcinoma", [("Len", "lenvatinib")]),
        ("TMZ/RT", "Glioma", [("RT", "radiotherapy")]),
        # nothing shows it, or two things do
        ("PD", "Multiple Myeloma", []),
        ("Pd-L1", "Multiple Myeloma", []),
        ("SMILE", "Myopia", []),
        ("Ice pack", "Hodgkin Lymphoma", []),
        ("Lzd 600 mg", "Healthy", []),
        ("LEN", "HIV-associated Lymphoma", []),
        ("AL", "Acute Leukemia", []),
        ("TQ", "Healthy", []),
        ("CAB", "Coronary Disease", []),
        ("PRF", "Healthy", []),
        ("PRF", "Pain After Tooth Extraction", []),
        ("CRT", "Heart Failure in Cancer", []),
        ("HCT", "Healthy", []),
        # no short form, or part of another word
        ("A-PRF in socket preservation", "Alveolar Bone Loss", []),
        ("platelet-rich fibrin", "Alveolar Bone Loss", []),
        ("prf", "Sciatica", []),
        ("RT-qPCR", "Glioma", []),
        ("PCI-32765", "STEMI", []),
        ("x-PCI", "STEMI", []),
    ],
)
def test_the_record_shows_which_is_meant(entry: str, condition: str, meant: list[tuple[str, str]]) -> None:
    document = Document(trial(conditions=(condition,), interventions=(entry,)), load())
    assert list(shared_forms(document, entry)) == meant


def test_what_the_record_defines_goes_before() -> None:
    record = trial(summary="Pain relief formula (PRF) is taken.", conditions=("Sciatica",), interventions=("PRF",))
    document = Document(record, load())
    document.add(list(abbreviations.extract(document)))
    assert shared_forms(document, "PRF") == ()


def test_every_meaning_is_known_by_its_long_form() -> None:
    from kg.extract.names.shared_forms import _meanings

    for short, meanings in _meanings().items():
        assert len({long for long, _ in meanings}) == len(meanings), short
        for long, _ in meanings:
            assert load().lookup(long, "intervention"), long
