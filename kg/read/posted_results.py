"""Posted results of a study of API v2: who started and completed, values and analyses of primary outcomes."""

from __future__ import annotations

from typing import Any

from kg.model import ResultItem
from kg.read.record import RecordBuilder


def _id(value: object) -> str:
    return value if isinstance(value, str) else ""


def read_results(section: dict[str, Any], builder: RecordBuilder) -> tuple[ResultItem, ...]:
    """The results in a study's `resultsSection`."""
    return (
        *_flow(builder.mapping(section, "participantFlowModule"), builder),
        *_primary_results(builder.mapping(section, "outcomeMeasuresModule"), builder),
    )


def _flow(module: dict[str, Any], builder: RecordBuilder) -> list[ResultItem]:
    """Who started the first period and who completed the last, per group."""
    titles = {
        _id(item.get("id")): builder.add(f"results/flow/groups/{number}", item.get("title"))
        for number, item in builder.objects(module, "groups")
    }
    periods = [period for _, period in builder.objects(module, "periods")]
    found = []
    for period, milestone in ((periods[:1], "STARTED"), (periods[-1:], "COMPLETED")):
        for item in period:
            for _, step in builder.objects(item, "milestones"):
                if step.get("type") != milestone:
                    continue
                for number, count in builder.objects(step, "achievements"):
                    name = f"results/flow/{milestone.lower()}/{number}"
                    value = builder.add(name, count.get("numSubjects"))
                    if value is not None:
                        group = titles.get(_id(count.get("groupId")))
                        found.append(ResultItem(f"participants-{milestone.lower()}", None, group, value))
    return found


def _primary_results(module: dict[str, Any], builder: RecordBuilder) -> list[ResultItem]:
    add = builder.add
    found = []
    for number, outcome in builder.objects(module, "outcomeMeasures"):
        if outcome.get("type") != "PRIMARY":
            continue
        where = f"results/outcomes/{number}/"
        title = add(where + "title", outcome.get("title"))
        unit = add(where + "unit", outcome.get("unitOfMeasure"))
        parameter = add(where + "parameter", outcome.get("paramType"))
        groups = {
            _id(item.get("id")): add(f"{where}groups/{at}", item.get("title"))
            for at, item in builder.objects(outcome, "groups", where)
        }
        for at, row in builder.objects(outcome, "classes", where):
            of_class = add(f"{where}classes/{at}", row.get("title"))
            for below, category in builder.objects(row, "categories", where):
                inner = f"{where}classes/{at}/categories/{below}"
                stated = add(inner, category.get("title")) or of_class
                for last, cell in builder.objects(category, "measurements", where):
                    value = add(f"{inner}/values/{last}", cell.get("value"))
                    if value is not None:
                        group = groups.get(_id(cell.get("groupId")))
                        found.append(
                            ResultItem("outcome-value", title, group, value, unit, parameter=parameter, category=stated)
                        )
        for at, analysis in builder.objects(outcome, "analyses", where):
            inner = f"{where}analyses/{at}/"
            p_value = add(inner + "p_value", analysis.get("pValue"))
            estimate = add(inner + "value", analysis.get("paramValue"))
            estimated = add(inner + "parameter", analysis.get("paramType") or analysis.get("statisticalMethod"))
            value = estimate or p_value
            if value is not None:
                found.append(ResultItem("outcome-analysis", title, None, value, p_value=p_value, parameter=estimated))
    return found
