// The same edges as a table: for screen readers, for copying, and as CSV.
const HEAD = ["from", "relation", "to", "trials", "confidence", "method", "field", "start", "end", "quote"];
function* records() {
  const first = (pair) => (byId.get(pair.from).kind === "Trial" ? 0 : byId.get(pair.from).kind === "Arm" ? 1 : 2);
  for (const pair of [...pairs().values()].sort((a, b) => first(a) - first(b) || (a.key < b.key ? -1 : 1))) for (const edge of pair.edges) {
    const start = [oneLine(byId.get(edge.from)), K.relations[edge.relation].label, byId.get(edge.to).full, edge.trials.map((t) => K.trials[t][0]).join(" "), edge.confidence === null ? "" : String(edge.confidence), edge.method];
    if (!edge.evidence.length) yield [edge, [...start, "", "", "", ""]];
    for (const place of edge.evidence) { const [field, from, to, , quote] = K.evidence[place]; yield [edge, [...start, field, String(from), String(to), quote]]; }
  }
}
function table() {
  const body = el("tbody");
  let rows = 0, last = null;
  for (const [edge, cells] of records()) {
    if (edge === last) continue;
    last = edge;
    if (++rows > 1000) break;
    const [from, relation, to, , confidence, method, field, , , quote] = cells;
    body.append(el("tr", {}, el("td", {}, button(from, () => select(edge.from))), el("td", { textContent: relation }), el("td", {}, button(to, () => select(edge.to))),
      el("td", { textContent: quote }), el("td", { textContent: field.replaceAll("_", " ") }), el("td", { textContent: confidence }), el("td", { textContent: method })));
  }
  const head = el("thead", {}, el("tr", {}, ...["From", "Relation", "To", "Words of the record", "Field", "Confidence", "Method"].map((name) => el("th", { scope: "col", textContent: name }))));
  $("table").replaceChildren(el("table", {}, el("caption", { textContent: rows > 1000 ? "The first 1000 edges in sight; the CSV has all" : `${plural(rows, "edge")} in sight; the CSV has every quote` }), head, body));
}
