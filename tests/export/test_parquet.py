"""Parquet tables, read by DuckDB and Arrow, against the answers of SPARQL to the same questions."""

from __future__ import annotations

import io
import json
import re
import sys
from pathlib import Path
from typing import Any

import duckdb
import pyarrow.parquet as pq
import pytest
from typer.testing import CliRunner

import kg
from kg.cli import app
from kg.errors import InputError, UnknownName
from kg.export import tables
from kg.export.columns import TABLES
from kg.graph import Graph

ROOT = Path(__file__).resolve().parents[2]
HOSTILE = "<b>&\"'; DROP\u2028TABLE\ttrials;--\x0b\U0001f600 \ufdd0,\r\n"


@pytest.fixture(scope="module")
def seed_tables(seed_build: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("parquet") / "tables"
    with kg.open(seed_build) as graph:
        graph.export("parquet", out)
    return out


def sql(place: Path, query: str) -> list[tuple[Any, ...]]:
    with duckdb.connect() as connection:
        for file in place.iterdir():
            connection.execute(f"CREATE VIEW {file.stem} AS FROM '{file}'")
        return connection.sql(query).fetchall()


def sparql(graph: Graph, query: str) -> list[tuple[str, ...]]:
    return sorted(tuple(cell.value for cell in row) for row in graph.query(query).rows)


def text(rows: list[tuple[Any, ...]]) -> list[tuple[str, ...]]:
    return sorted(tuple(str(cell) for cell in row) for row in rows)


def content(place: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in place.iterdir()}


def read(place: Path, table: str) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = pq.read_table(place / f"{table}.parquet").to_pylist()
    return rows


def test_every_table_is_there_and_tells_what_its_columns_mean(seed_tables: Path) -> None:
    assert {path.stem for path in seed_tables.iterdir()} == set(TABLES)
    for table, columns in TABLES.items():
        schema = pq.read_schema(seed_tables / f"{table}.parquet")
        assert schema.names == [column.name for column in columns]
        meanings = [schema.field(name).metadata[b"description"].decode() for name in schema.names]
        assert meanings == [column.meaning for column in columns]


def test_trials_of_each_drug(seed_graph: Graph, seed_tables: Path) -> None:
    answer = sparql(
        seed_graph,
        "SELECT (STR(?l) AS ?drug) (STR(?i) AS ?t) { ?x tkg:givesDrug/skos:prefLabel ?l ; dcterms:identifier ?i }",
    )
    assert len(answer) == 19
    told = "SELECT DISTINCT concept_label, trial FROM interventions WHERE concept_type = 'Drug'"
    assert text(sql(seed_tables, told)) == answer
    assert text(sql(seed_tables, "SELECT unnest(drugs), trial FROM trials")) == answer


def test_a_drug_in_a_regimen_in_a_combination_lies_two_deep(seed_tables: Path) -> None:
    told = "SELECT concept, depth FROM interventions WHERE trial = 'r-3536e172dc01c3d1' AND depth > 0"
    found = dict(sql(seed_tables, told))
    assert found["regimen/folfiri"] == found["drug/icaritin"] == 1
    assert found["drug/irinotecan"] == 2


def test_endpoints_by_role_with_horizon(seed_graph: Graph, seed_tables: Path) -> None:
    answer = []
    for role in ("primary", "secondary", "other"):
        answer += sparql(
            seed_graph,
            f"""SELECT ("{role}" AS ?role) (STR(?l) AS ?endpoint) (STR(?m) AS ?measure) (xsd:double(?d) AS ?days) {{
            ?t tkg:has{role.title()}Outcome ?o . ?o rdfs:label ?m ; tkg:endpoint/skos:prefLabel ?l ;
            tkg:timeFrame/tkg:horizonDays ?d }}""",
        )
    assert len(answer) > 20
    rows = sql(
        seed_tables,
        "SELECT role, unnest(endpoint_labels), measure, horizon_days FROM outcomes WHERE horizon_days IS NOT NULL",
    )
    assert sorted((*row[:3], float(row[3])) for row in rows) == sorted((*row[:3], float(row[3])) for row in answer)


def test_conditions(seed_graph: Graph, seed_tables: Path) -> None:
    answer = sparql(
        seed_graph,
        """SELECT (STR(?i) AS ?trial) (STR(?e) AS ?entry) (STR(?l) AS ?label) {
        ?t dcterms:identifier ?i ; tkg:hasConditionEntry ?x . ?x rdfs:label ?e ; tkg:resolvesTo/skos:prefLabel ?l }""",
    )
    assert len(answer) == 6
    assert text(sql(seed_tables, "SELECT trial, label, concept_label FROM conditions")) == answer


def test_nodes_and_edges_are_those_of_the_network(seed_graph: Graph, seed_tables: Path) -> None:
    network = seed_graph.to_networkx(evidence=False)
    edges = {(row["subject"], row["object"], row["predicate"]) for row in read(seed_tables, "edges")}
    assert edges == set(network.edges(keys=True))
    nodes = {row["node"]: (row["type"], row["label"]) for row in read(seed_tables, "nodes")}
    assert len(nodes) == len(read(seed_tables, "nodes"))
    assert {node: (data["type"], data["label"]) for node, data in network.nodes(data=True)}.items() <= nodes.items()
    assert {"drug/bevacizumab", "trial/r-3536e172dc01c3d1"} <= nodes.keys()


def test_evidence(seed_graph: Graph, seed_tables: Path) -> None:
    answer = sparql(
        seed_graph,
        """SELECT (STR(?m) AS ?method) (STR(?f) AS ?field) (STR(?s) AS ?start) (STR(?q) AS ?quote) {
        ?a rdf:predicate ?p ; tkg:method ?m ; tkg:evidence ?w .
        ?w oa:exact ?q ; oa:start ?s ; oa:hasSource/tkg:fieldName ?f }""",
    )
    rows = read(seed_tables, "evidence")
    assert text([(row["method"], row["field"], row["start"], row["quote"]) for row in rows]) == answer
    assert all(row["end"] - row["start"] == len(row["quote"]) and 0 < row["confidence"] <= 1 for row in rows)
    edges = {(row["subject"], row["predicate"], row["object"]) for row in read(seed_tables, "edges")}
    told = {(row["subject"], row["predicate"], row["object"]) for row in rows if row["object_is_node"]}
    assert told <= edges
    values = {row["object"] for row in rows if row["predicate"] == "tkg:horizonDays"}
    assert "1826.25" in values


def test_rows_are_in_order(seed_tables: Path) -> None:
    for table in TABLES:
        trials = [row["trial"] for row in read(seed_tables, table)]
        assert trials == sorted(trials, key=lambda trial: (trial is None, trial))
    edges = read(seed_tables, "edges")
    names = ("subject", "predicate", "object")
    assert edges == sorted(edges, key=lambda row: (row["trial"] or "~", *(row[name] for name in names)))


def test_the_same_bytes_from_disk_from_memory_and_with_evidence_apart(
    seed_graph: Graph, seed_tables: Path, tmp_path: Path
) -> None:
    seed_graph.export("parquet", tmp_path / "a")
    seed_graph.export("parquet", tmp_path / "a")  # in the place of an earlier one
    assert content(tmp_path / "a") == content(seed_tables)
    with kg.build(ROOT / "seeds") as graph:
        graph.export("parquet", tmp_path / "memory")
    assert content(tmp_path / "memory") == content(seed_tables)
    with kg.build(ROOT / "seeds", tmp_path / "build", evidence="apart", page=False) as graph:
        graph.export("parquet", tmp_path / "apart")
    assert content(tmp_path / "apart") == content(seed_tables)
    assert {path.name for path in tmp_path.iterdir()} == {"a", "memory", "apart", "build"}


def test_without_evidence_its_table_is_left_out_and_that_is_said(seed_tables: Path, tmp_path: Path) -> None:
    kg.build(ROOT / "seeds", tmp_path / "build", evidence="none", page=False).close()
    arguments = ["export", str(tmp_path / "build"), "--format", "parquet", "--out", str(tmp_path / "tables")]
    done = CliRunner().invoke(app, arguments)
    assert done.exit_code == 0
    assert "no evidence.parquet" in done.stderr
    whole = content(seed_tables)
    del whole["evidence.parquet"]
    assert content(tmp_path / "tables") == whole
    with kg.build(ROOT / "seeds", evidence="none") as graph:
        graph.export("parquet", tmp_path / "memory")
    assert content(tmp_path / "memory") == whole


def test_pieces_hold_the_same_rows(
    seed_graph: Graph, seed_tables: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tables, "_ROWS", 7)
    seed_graph.export("parquet", tmp_path / "small")
    assert pq.ParquetFile(tmp_path / "small" / "edges.parquet").num_row_groups > 10
    for table in TABLES:
        assert read(tmp_path / "small", table) == read(seed_tables, table)


def test_hostile_records(tmp_path: Path) -> None:
    def record(number: str, title: str) -> dict[str, Any]:
        return {
            "protocolSection": {
                "identificationModule": {"nctId": number, "briefTitle": title},
                "conditionsModule": {"conditions": [title, "Psoriasis"]},
                "designModule": {"enrollmentInfo": {"count": 10**30}},
                "armsInterventionsModule": {"interventions": [{"type": "DRUG", "name": "=cmd()|' <script>"}]},
                "outcomesModule": {"primaryOutcomes": [{"measure": title, "timeFrame": "99999999999999 years"}]},
            }
        }

    records = [record("NCT00000001", HOSTILE), record("NCT00000002", ""), record("../x-assertion-1'", HOSTILE)]
    (tmp_path / "records.jsonl").write_text("\n".join(map(json.dumps, records)), encoding="utf-8")
    with kg.build(tmp_path / "records.jsonl", tmp_path / "build", page=False) as graph:
        graph.export("parquet", tmp_path / "disk")
        titles = sparql(graph, "SELECT (STR(?t) AS ?title) { ?x a tkg:Trial ; dcterms:title ?t }")
        edges = {(a, b, name) for a, b, name in graph.to_networkx(evidence=False).edges(keys=True)}
    trials = read(tmp_path / "disk", "trials")
    assert len(trials) == 3
    assert text([(row["title"],) for row in trials if row["title"]]) == titles
    assert all(row["enrollment"] is None for row in trials)
    told = sql(tmp_path / "disk", "SELECT subject, object, predicate FROM edges")
    assert set(told) == edges
    unmapped = [row for row in read(tmp_path / "disk", "interventions") if "cmd" in row["label"]]
    assert unmapped
    assert all(row["concept"] is None and row["depth"] is None for row in unmapped)
    assert len({row["trial"] for row in read(tmp_path / "disk", "evidence")}) == len(trials)
    with kg.build(tmp_path / "records.jsonl") as graph:
        graph.export("parquet", tmp_path / "memory")
    assert content(tmp_path / "memory") == content(tmp_path / "disk")


def test_nothing_of_the_users_is_replaced(seed_graph: Graph, tmp_path: Path) -> None:
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "thesis.txt").write_text("years", encoding="utf-8")
    (tmp_path / "file").write_text("years", encoding="utf-8")
    for out in ("mine", "file"):
        with pytest.raises(InputError, match="not an earlier export"):
            seed_graph.export("parquet", tmp_path / out)
    assert (tmp_path / "mine" / "thesis.txt").read_text(encoding="utf-8") == "years"
    assert {path.name for path in tmp_path.iterdir()} == {"mine", "file"}


def test_a_failure_leaves_the_earlier_tables(
    seed_graph: Graph, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    out = tmp_path / "tables"
    seed_graph.export("parquet", out)
    before = content(out)

    def broken(*_: object) -> None:
        raise OSError("no space left on device")

    monkeypatch.setattr(tables._Table, "_flush", broken)
    with pytest.raises(OSError, match="no space"):
        seed_graph.export("parquet", out)
    assert content(out) == before
    assert [path.name for path in tmp_path.iterdir()] == ["tables"]


def test_what_is_missing_is_named(seed_graph: Graph, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(InputError, match="--out"):
        kg.export.export(seed_graph.store, "parquet", io.BytesIO())
    with pytest.raises(UnknownName, match=r"'parqet': one of ttl, .*, neo4j, parquet"):
        seed_graph.export("parqet", tmp_path / "tables")
    monkeypatch.setitem(sys.modules, "pyarrow.parquet", None)
    with pytest.raises(InputError, match=r"trialkg\[parquet\]"):
        seed_graph.export("parquet", tmp_path / "tables")
    assert not list(tmp_path.iterdir())


def test_the_query_of_the_readme(seed_tables: Path) -> None:
    (query,) = re.findall(r"```sql\n(.*?)```", (ROOT / "README.md").read_text(encoding="utf-8"), re.DOTALL)
    rows = duckdb.sql(query.replace("'tables/", f"'{seed_tables}/")).fetchall()
    assert ("overall survival", "secondary", 2, 1643.625) in rows
