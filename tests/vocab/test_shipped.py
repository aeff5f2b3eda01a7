"""The shipped vocabulary as data: nothing points nowhere, no code or name is claimed twice, and it starts quickly."""

from __future__ import annotations

import os
import subprocess
import sys
from collections import defaultdict
from functools import cache
from pathlib import Path

import pytest

import kg.vocab
from kg.resources import resource
from kg.vocab import lexicon, shipped, tables
from kg.vocab.variants import variants


@cache
def curated() -> tuple[lexicon.Row, ...]:
    return tuple(lexicon.read_all(resource("lexicons")))


def test_everything_that_is_pointed_to_exists() -> None:
    vocabulary = kg.vocab.load()
    missing = [
        f"{row.path}:{row.line}: {target}"
        for row in curated()
        for target in (*row.concept.broader, *row.concept.components, *row.concept.drug_classes)
        if vocabulary.get(target) is None
    ]
    assert missing == []


def test_nothing_is_broader_than_itself() -> None:
    vocabulary = kg.vocab.load()
    for row in curated():
        seen: set[str] = set()
        stack = list(row.concept.broader)
        while stack:
            current = stack.pop()
            assert current != row.concept.id, f"{row.path}:{row.line}: {row.concept.id} is broader than itself"
            if current not in seen:
                seen.add(current)
                concept = vocabulary.get(current)
                stack.extend(concept.broader if concept else ())


def test_nothing_of_all_concepts_is_broader_than_itself() -> None:
    above = {concept.id: set(concept.broader) for concept in kg.vocab.load()}
    while any(above.values()):  # take away what has nothing above it, until nothing is left
        tops = {each for each, broader in above.items() if not broader & above.keys()}
        assert tops, f"a circle among {sorted(above)[:9]}"
        above = {each: broader for each, broader in above.items() if each not in tops}


def test_no_code_means_two_concepts() -> None:
    vocabulary = kg.vocab.load()
    meanings: dict[str, list[str]] = defaultdict(list)
    for concept in vocabulary:
        for code in concept.exact:
            meanings[code].append(concept.id)
    assert len(meanings) > 90_000
    assert {code: ids for code, ids in meanings.items() if len(ids) > 1} == {}


def test_no_two_curated_concepts_claim_one_code() -> None:
    claimed: dict[str, set[str]] = defaultdict(set)
    for row in curated():
        for code in row.concept.exact:
            claimed[code].add(row.concept.id)
    assert {code: ids for code, ids in claimed.items() if len(ids) > 1} == {}


def test_every_condition_name_has_one_meaning() -> None:
    meanings: dict[str, set[str]] = defaultdict(set)
    for row in curated():
        if row.concept.kind == "Condition":
            for name in row.names:
                if not name.ambiguous:
                    for form in variants(name.text):
                        meanings[form].add(row.concept.id)
    assert {form: ids for form, ids in meanings.items() if len(ids) > 1} == {}


def test_condition_codes_are_those_of_the_backbone() -> None:
    """A curated condition with a MeSH code has joined a concept of the backbone, or the code is of another branch."""
    vocabulary = kg.vocab.load()
    codes: dict[str, str] = {}
    for row in curated():
        for code in row.concept.exact:
            if row.concept.kind == "Condition":
                assert codes.setdefault(code, row.concept.id) == row.concept.id, code
                assert vocabulary.by_code(code) is not None


@pytest.mark.parametrize(
    ("concept", "code"),
    [
        ("condition/colorectal-neoplasms", "mesh:D015179"),
        ("condition/colorectal-neoplasms", "MONDO:0005335"),
        ("condition/colorectal-neoplasms", "NCIT:C2956"),
        ("condition/liver-metastasis", "NCIT:C4758"),
        ("condition/colorectal-cancer-liver-metastases", "NCIT:C157366"),
        ("condition/metastatic-colorectal-cancer", "EFO:1001480"),
        ("drug/bevacizumab", "mesh:D000068258"),
        ("condition/mesh-D008113", "mesh:D008113"),
    ],
)
def test_contracted_codes(concept: str, code: str) -> None:
    assert kg.vocab.load().by_code(code) == concept


def test_content_names_the_compiled_file(monkeypatch: pytest.MonkeyPatch) -> None:
    before = shipped.content_hash()
    assert before == shipped.content_hash()
    monkeypatch.setattr(shipped, "_CODE", ("variants.py",))
    assert shipped.content_hash() != before


def test_few_compiled_files_are_kept_and_those_in_use(tmp_path: Path) -> None:
    others = [tmp_path / f"vocabulary-{number}.bin" for number in range(5)]
    for age, path in enumerate(others):
        path.touch()
        os.utime(path, (1_000 - age, 1_000 - age))
    (tmp_path / "else.bin").touch()
    shipped._forget_others(others[0])
    assert {path.name for path in tmp_path.iterdir()} == {"else.bin", *(path.name for path in others[:3])}


def test_start_up_is_light(tmp_path: Path) -> None:
    """From the cache: below 200 MB and without the code that builds the backbone (time is for the benchmarks)."""
    path = tmp_path / "vocabulary.bin"
    tables.save(kg.vocab.load().tables, path)
    if not Path("/proc/self/status").exists():
        pytest.skip("the peak of a process's own memory is read from /proc")
    code = f"""
import sys
from pathlib import Path
from kg.vocab import tables
from kg.vocab.index import Index
found = tables.load(Path({str(path)!r}))
assert found is not None and Index(found).get("drug/bevacizumab")
status = dict(line.split(":", 1) for line in open("/proc/self/status"))
print(status["VmHWM"].split()[0], "kg.vocab.sources" in sys.modules)
"""
    done = subprocess.run([sys.executable, "-W", "ignore", "-c", code], capture_output=True, text=True, check=True)
    kilobytes, built = done.stdout.split()
    assert int(kilobytes) < 200_000
    assert built == "False"


@pytest.mark.parametrize(
    ("name", "wrong"),
    [
        ("schizoaffective disorder", "schizophrenia"),
        ("frontotemporal dementia", "Pallidopontonigral Degeneration"),
        ("vascular disease", "Aneurysm"),
        ("eosinophilia", "Hypereosinophilic Syndrome"),
        ("bulimia", "Bulimia Nervosa"),
        ("Muckle-Wells syndrome", "Cryopyrin-Associated Periodic Syndromes"),
        ("corpus luteum cyst", "Ovarian Cysts"),
        ("Loeffler endocarditis", "Hypereosinophilic Syndrome"),
        ("anal fissure", "Anus Diseases"),
        ("infantile nephropathic cystinosis", "Fanconi Syndrome"),
        ("retinitis pigmentosa", "Retinitis pigmentosa 1"),
        ("diffuse scleroderma", "Scleroderma, Systemic"),
        ("chronic kidney failure", "Renal Insufficiency, Chronic"),
    ],
)
def test_names_that_mondo_and_doid_list_for_a_neighbour(name: str, wrong: str) -> None:
    vocabulary = kg.vocab.load()
    found = [vocabulary.get(each) for each in vocabulary.lookup(name, "condition")]
    assert found
    assert wrong not in [concept.label for concept in found if concept]


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("Lewy body dementia", "mesh:D020961"),
        ("esophageal achalasia", "mesh:D004931"),
        ("achalasia", "mesh:D004931"),
        ("Peyronie disease", "mesh:D010411"),
        ("Ollier disease", "mesh:D004687"),
        ("geographic tongue", "mesh:D005929"),
    ],
)
def test_a_disease_of_two_tables_is_one_concept(name: str, code: str) -> None:
    vocabulary = kg.vocab.load()
    assert vocabulary.by_code(code) in vocabulary.lookup(name, "condition")
    assert len(vocabulary.lookup(name, "condition")) == 1
