"""What is wrong with a call is said on one line, before anything is done, and the exit code says of what kind it is."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from kg.cli import main
from kg.errors import BuildDamaged, InputError

NO_BUILD, WRONG = BuildDamaged.exit_code, InputError.exit_code


def run(words: list[str], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> tuple[int, str, str]:
    """Exit code, standard output and standard error of a call."""
    monkeypatch.setattr(sys, "argv", ["trialkg", *words])
    with pytest.raises(SystemExit) as caught:
        main()
    code = caught.value.code
    done = capsys.readouterr()
    return code if isinstance(code, int) else int(bool(code)), done.out, done.err


CALLS = [
    # no build
    ("ask {tmp}/none", WRONG, "there is no build in"),
    ("ask trials-giving-drug", WRONG, "there is no build in trials-giving-drug: `trialkg ask BUILD`"),
    ("ask {tmp}/none trials-giving-drug", NO_BUILD, "make one with `trialkg build"),
    ("query {tmp}/none ASK{{}}", NO_BUILD, "make one with `trialkg build"),
    ("check {tmp}", NO_BUILD, "has no report.json"),
    ("diff {build} {tmp}/none", NO_BUILD, "make one with `trialkg build"),
    ("update {tmp} {tmp}/none", NO_BUILD, "run `trialkg build` first"),
    # nothing to read
    ("build {tmp}/none --out {tmp}/b", WRONG, "it is not there"),
    ("build {tmp}/binary --out {tmp}/b", WRONG, "a binary file"),
    ("build {tmp}/empty --out {tmp}/b", WRONG, "empty: expected"),
    ("build {tmp}/broken.json --out {tmp}/b", WRONG, "the JSON ends before it is complete"),
    ("build {tmp}/folder --out {tmp}/b", WRONG, "no record there"),
    ("build {tmp}/none --out {tmp}/empty", WRONG, "is a file: --out names a directory"),
    ("build {tmp}/none --out {tmp}", WRONG, "not empty and not a build"),
    ("build {tmp}/none --out {tmp}/b --evidence x", WRONG, "one of auto, store, apart, none"),
    ("build {tmp}/none --out {tmp}/b --engine x", WRONG, "local, dask or dask=ADDRESS"),
    ("build {tmp}/none --out {tmp}/b --resume", WRONG, "no interrupted build"),
    ("build {tmp}/none --out {tmp}/b --vocabulary {tmp}/none", WRONG, "holds no imported vocabulary"),
    # queries and questions
    ("query {build}", WRONG, "which query?"),
    ("query {build} ASK{{}} --file {tmp}/empty", WRONG, "a query or --file, not both"),
    ("query {build} --file {tmp}/none", WRONG, "cannot be read: No such file"),
    ("query {build} --file {tmp}/binary", WRONG, "cannot be read as text"),
    ("query {build} SELECT", WRONG, "does not parse"),
    ("query {build} ASK{{id:drug/aspirin<urn:p>?x}}", WRONG, "begins a path in id:drug/aspirin"),
    ("query {build} ASK{{}} --format x", WRONG, "no format 'x': one of"),
    ("ask {build} x", WRONG, "no question 'x'"),
    ("ask {build} trials-giving-drug --drug", WRONG, "--drug needs a value"),
    ("ask {build} trials-giving-drug --durg x", WRONG, "its parameters are drug, limit"),
    ("ask {build} trials-giving-drug --drug irinotecn", WRONG, "perhaps irinotecan"),
    ("ask {build} trials-giving-drug --limit x", WRONG, "is no limit"),
    ("ask {build} --limit 2 x", WRONG, "no question 'x'"),
    ("ask {build} --limit 2 trials-giving-drug x", WRONG, "expected --parameter value, found 'x'"),
    ("render {build} --out {build}/graph.ttl", WRONG, "it is not overwritten"),
    ("report {build} --out {build}/graph.ttl", WRONG, "it is not overwritten"),
    ("explain {build} NCT00000000", WRONG, "no trial 'NCT00000000'"),
    # files and pictures
    ("export {build} --format x --out {tmp}/x", WRONG, "one of ttl, nt"),
    ("export {build} --format kgx --out {tmp}/empty", WRONG, "not an earlier export"),
    ("export {build} --format ttl --out {tmp}/folder", WRONG, "folder: "),
    ("render {build} --preset x --out {tmp}/x", WRONG, "there are trial, compare"),
    ("render {build} --query {tmp}/none --out {tmp}/x", WRONG, "cannot be read: No such file"),
    ("network {build} x", WRONG, "one of drug-co-use"),
    ("network {build} --measure x", WRONG, "one of degree"),
    ("network {build} --out {tmp}/x.y", WRONG, "ends in .graphml, .gexf, .cyjs"),
    ("evaluate {tmp}", WRONG, "either --gold FOLDER or --against"),
    ("load {build}", WRONG, "give one of --endpoint"),
    ("load {build} --endpoint x", WRONG, "is no address of a server"),
    ("context {build} --max-tokens 9", WRONG, "too few for a card"),
    ("vocab search ", WRONG, "give a part of a name"),
    ("vocab import {tmp}/none --into {tmp}/v", WRONG, "there is no such file"),
    ("vocab import {tmp}/binary --into {tmp}/v", WRONG, "no vocabulary format we know"),
]


@pytest.mark.parametrize(("call", "code", "told"), CALLS, ids=[call for call, _, _ in CALLS])
def test_what_is_wrong_is_told_on_one_line(
    call: str, code: int, told: str, seed_build: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:  # fmt: skip
    (tmp_path / "folder").mkdir()
    (tmp_path / "empty").touch()
    (tmp_path / "binary").write_bytes(bytes(range(256)) * 40)
    (tmp_path / "broken.json").write_text('{"protocolSection": {')
    before = sorted(tmp_path.iterdir())
    monkeypatch.delenv("TRIALKG_VOCABULARY", raising=False)
    words = [word.format(build=seed_build, tmp=tmp_path) for word in call.split(" ")]
    given, out, err = run(words, monkeypatch, capsys)
    assert (given, out) == (code, "")
    assert err.startswith("trialkg: ")
    assert told in err
    assert err.count("\n") == 1, "one line"
    assert sorted(tmp_path.iterdir()) == before, "nothing is left behind"


@pytest.mark.parametrize(
    ("query", "told"),
    [
        ("SELECT ?t { ?t a tkg:Trail }", "the ontology has no tkg:Trail (perhaps tkg:Trial)\n"),
        ("ASK { ?t <https://w3id.org/trialkg/ontology#givesDrugs> ?d }", "no tkg:givesDrugs (perhaps tkg:givesDrug)\n"),
        ("SELECT ?t { ?t a tkg:Trial ; tkg:acronym 'none' }", ""),
        ("SELECT ?t { ?t a tkg:Trial OPTIONAL { ?t tkg:zzz ?z } }", ""),  # what has rows need not be wrong
    ],
)
def test_a_name_that_the_ontology_lacks_is_told_where_nothing_is_found(
    query: str, told: str, seed_build: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    code, _, err = run(["query", str(seed_build), query], monkeypatch, capsys)
    assert code == 0
    assert err.endswith(told) if told else err == ""


@pytest.mark.parametrize(
    ("words", "shown"),
    [
        (["explain", "{build}", "r-3536e172dc01c3d1", "intervention-0"], "\\u2192 regimen/folfiri"),
        (["ask", "{build}", "misspellings", "--format", "json"], '"terepliumab"'),
        (["--help"], "Usage"),
    ],
)
def test_a_narrow_code_page_is_no_reason_to_stop(seed_build: Path, words: list[str], shown: str) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "kg", *(word.replace("{build}", str(seed_build)) for word in words)],
        capture_output=True,
        env={**os.environ, "PYTHONIOENCODING": "ascii"},
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert shown in done.stdout.decode("ascii")
    if "json" in words:
        json.loads(done.stdout)
