// The panel, the legend and the table. Data reaches the document as text only, never as markup.
function el(tag, properties = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(properties)) {
    if (name in element && name !== "list") element[name] = value;
    else element.setAttribute(name, value);
  }
  element.append(...children.filter((child) => child !== null && child !== ""));
  return element;
}
const METHODS = {
  "registry-field": "a field of the record says so",
  lexicon: "a name of the vocabulary stands there",
  grammar: "a pattern with this meaning stands there",
  expansion: "follows from what the concept is made of",
  abbreviation: "a short form that this record defines",
  spelling: "a misspelling of a concept that this record names elsewhere",
  inference: "follows from other statements",
  "registry-mesh": "a MeSH term that the registry attached",
  vocabulary: "general knowledge from the vocabulary; no record needs to say so",
};
const isAddress = (text) => /^https?:\/\/[^\s<>"]+$/i.test(text);
function address(href, text) {
  return isAddress(href) ? el("a", { href, target: "_blank", rel: "noopener noreferrer", textContent: text }) : el("span", { textContent: text });
}
const button = (text, action, className = "link") => el("button", { type: "button", className, textContent: text, onclick: action });
const plural = (count, word) => `${count} ${word}${count === 1 ? "" : "s"}`;

function quotes(places) {
  return places.map((place) => {
    const [field, start, end, before, quote, after] = K.evidence[place];
    return el("figure", {}, el("blockquote", {}, before, el("mark", { textContent: quote }), after),
      el("figcaption", {}, el("small", { textContent: `${field.replaceAll("_", " ")}, characters ${start}–${end}` })));
  });
}
// Facts with the same label stand under it once; where they came from opens beside each.
function facts(rows) {
  const list = el("dl"), grouped = new Map();
  for (const row of rows) { if (!grouped.has(row[0])) grouped.set(row[0], []); grouped.get(row[0]).push(row); }
  for (const [label, group] of grouped) {
    const term = el("dt", { textContent: label });
    term.style.gridRow = `span ${group.length}`;
    list.append(term);
    for (const [, text, href, evidence] of group) {
      const value = el("dd", {}, href ? address(href, text) : text);
      if (evidence.length) value.append(" ", el("details", {}, el("summary", { ariaLabel: `Words of the record for ${label}: ${text}`, title: "Words of the record" }, el("small", { textContent: "words" })), ...quotes(evidence)));
      list.append(value);
    }
  }
  return rows.length ? list : "";
}
// The first few in sight, the rest a click away.
function someFacts(rows) {
  if (rows.length <= 9) return [facts(rows)];
  const more = rows.slice(6);
  return [facts(rows.slice(0, 6)), el("details", {}, el("summary", { textContent: `${more.length} more facts` }), facts(more))];
}
function show(...content) {
  $("panel").replaceChildren(...content.filter((part) => part !== ""));
  $("panel").scrollTop = 0;
}
const kindLine = (node) => el("div", { className: "kind" }, icon(node.kind), K.kinds[node.kind].label);

// By which route, or until when: the one fact that tells like edges apart.
function how(edge) {
  const found = edge.facts.find(([label]) => label === "Route" || label === "Time frame");
  return found ? clip(found[1], 40) : "";
}
function nodePanel(node) {
  const edges = around.get(node.id).filter((edge) => state.trial < 0 || edge.trials.includes(state.trial));
  const hidden = waiting(node.id).length;
  const acts = el("div", { className: "acts" }, button("Only this neighbourhood", () => focusOn(node.id), ""));
  if (hidden) acts.append(button(`Show ${Math.min(hidden, STEP)} of ${hidden} hidden`, () => toggle(node.id, true), ""));
  else acts.append(button("Collapse", () => toggle(node.id, false), ""));
  const codes = el("ul", { className: "links" }, ...node.codes.map(([curie, url, match]) => el("li", {}, address(url, curie), el("small", { textContent: match }))));
  const parts = [el("h2", { textContent: node.full }), kindLine(node), ...someFacts(node.facts.filter(([, text]) => text !== node.full))];
  if (node.codes.length) parts.push(el("h3", { textContent: "Codes" }), codes);
  if (node.synonyms.length) parts.push(el("h3", { textContent: "Also called" }), el("p", { textContent: node.synonyms.join(" · ") }));
  parts.push(acts);
  const grouped = new Map();
  for (const edge of edges) {
    const outward = edge.from === node.id, key = (outward ? "→ " : "← ") + K.relations[edge.relation].label;
    if (!grouped.has(key)) grouped.set(key, []);
    grouped.get(key).push(edge);
  }
  const order = Object.keys(K.relations), placed = (group) => order.indexOf(group[0].relation);
  for (const [key, group] of [...grouped].sort((a, b) => placed(a[1]) - placed(b[1]) || (a[0] < b[0] ? -1 : 1))) {
    parts.push(el("h3", { textContent: `${key} (${group.length})` }));
    const items = group.slice(0, 100).map((edge) => {
      const far = byId.get(other(edge, node.id));
      return el("li", {}, icon(far.kind), el("span", {}, button(oneLine(far), () => select(far.id)), how(edge) ? el("small", { textContent: ` ${how(edge)}` }) : ""), el("button", { type: "button", className: "why", textContent: "why", ariaLabel: `Why: ${key} ${oneLine(far)}`, onclick: () => selectPair(pairKey(edge.from, edge.to)) }));
    });
    parts.push(el("ul", { className: "links" }, ...items));
    if (group.length > 100) parts.push(el("small", { textContent: `and ${group.length - 100} more: see the table` }));
  }
  parts.push(el("p", {}, el("code", { textContent: node.iri })));
  show(...parts);
}

function edgeBlock(edge) {
  const why = METHODS[edge.method] || "", sure = edge.confidence === null ? "" : `confidence ${edge.confidence}`;
  const block = el("section", { className: "edge" }, el("h3", { textContent: K.relations[edge.relation].label }));
  if (edge.trials.length && byId.get(edge.from).kind !== "Trial") block.append(el("small", { textContent: "in " + edge.trials.slice(0, 5).map((t) => K.trials[t][1]).join("; ") + (edge.trials.length > 5 ? ` and ${edge.trials.length - 5} more` : "") }));
  block.append(...quotes(edge.evidence));
  if (!edge.evidence.length && edge.method !== "vocabulary") block.append(el("p", { className: "quiet", textContent: "No words of a record are given for this." }));
  block.append(el("p", {}, el("small", { textContent: [edge.method && `${edge.method}${why && `: ${why}`}`, sure, edge.rule && `rule: ${edge.rule}`].filter(Boolean).join(" · ") })));
  block.append(facts(edge.facts));
  block.append(el("details", {}, el("summary", {}, el("small", { textContent: "triples" })), ...edge.via.map((step) => el("div", {}, el("code", { textContent: step.join("  ") })))));
  return block;
}
function pairPanel(pair) {
  const [from, to] = [byId.get(pair.from), byId.get(pair.to)];
  show(el("h2", {}, button(oneLine(from), () => select(from.id)), " → ", button(oneLine(to), () => select(to.id))),
    el("div", { className: "kind" }, icon(from.kind), K.kinds[from.kind].label, " → ", icon(to.kind), K.kinds[to.kind].label),
    pair.edges.length > 1 ? el("p", { className: "quiet", textContent: `${pair.edges.length} statements` }) : "",
    ...pair.edges.map(edgeBlock));
}
function welcome() {
  const counts = new Map();
  for (const node of K.nodes) counts.set(node.kind, (counts.get(node.kind) || 0) + 1);
  show(el("h2", { textContent: "What this page shows" }),
    K.note ? el("p", {}, el("strong", { textContent: K.note })) : "",
    el("p", { textContent: `${plural(K.trials.length, "trial")}, ${plural(K.nodes.length, "node")}, ${plural(K.edges.length, "edge")}. ${K.columnar ? "Left: who is studied and what is measured. Right: what is given. " : ""}Every line carries the words of the record that support it.` }),
    el("p", { className: "quiet", textContent: "Select a node or a line. Double click or Enter expands and collapses. / finds, Esc clears." }),
    K.trials.length && K.trials.length <= 40 ? el("h3", { textContent: "Trials" }) : "",
    K.trials.length && K.trials.length <= 40 ? el("ul", { className: "links" }, ...K.nodes.filter((n) => n.kind === "Trial").map((n) => el("li", {}, icon("Trial"), button(oneLine(n), () => select(n.id))))) : "");
}

// ------------------------------------------------------------------------------------------------------------ legend
const boxes = { offKinds: new Map(), offRelations: new Map() };
function legend() {
  const row = (set, key, label, mark, home) => {
    const input = el("input", { type: "checkbox", checked: true, onchange: () => { input.checked ? state[set].delete(key) : state[set].add(key); changed(); } });
    const count = el("span", { className: "count" });
    boxes[set].set(key, { input, count });
    $(home).append(el("label", { className: "row" }, input, mark, label, count));
  };
  const kinds = new Set(K.nodes.map((node) => node.kind)), relations = new Set(K.edges.map((edge) => edge.relation));
  for (const kind of Object.keys(K.kinds)) if (kinds.has(kind)) row("offKinds", kind, K.kinds[kind].label, icon(kind), "kinds");
  for (const relation of Object.keys(K.relations)) if (relations.has(relation)) row("offRelations", relation, K.relations[relation].label, stroke(K.relations[relation]), "relations");
  $("only").onchange = () => { state.trial = Number($("only").value); changed(); fit(); };
}
// All trials, or where they are too many for a list those that are drawn.
let listed = "";
function listTrials() {
  const many = K.trials.length > 300;
  const places = many ? [...state.drawn].filter((id) => byId.get(id).kind === "Trial").map((id) => byId.get(id).trials[0]).sort((a, b) => a - b) : [...K.trials.keys()];
  if (state.trial >= 0 && !places.includes(state.trial)) places.push(state.trial);
  if (listed === places.join()) return;
  listed = places.join();
  const all = el("option", { value: "-1", textContent: many ? `All (${places.length} of ${K.trials.length} drawn)` : `All ${K.trials.length} trials` });
  $("only").replaceChildren(all, ...places.map((place) => el("option", { value: String(place), textContent: K.trials[place][1] })));
}
function stroke(relation) {
  const picture = document.createElementNS(SVG, "svg"), line = document.createElementNS(SVG, "line");
  picture.setAttribute("viewBox", "0 0 16 16");
  picture.setAttribute("class", "icon");
  picture.setAttribute("aria-hidden", "true");
  for (const [name, value] of [["x1", 0], ["x2", 16], ["y1", 8], ["y2", 8], ["stroke", "currentColor"], ["stroke-width", relation.strong ? 3 : relation.weak ? 1 : 1.8]]) line.setAttribute(name, value);
  if (relation.dashed) line.setAttribute("stroke-dasharray", "4 3");
  picture.append(line);
  return picture;
}
// Counts say what a box adds or takes away, given the trial that is chosen and what is drawn.
function counts() {
  const nodes = new Map(), edges = new Map();
  for (const id of state.drawn) {
    const node = byId.get(id);
    if (state.trial < 0 || node.trials.includes(state.trial)) nodes.set(node.kind, (nodes.get(node.kind) || 0) + 1);
    for (const edge of around.get(id)) {
      if (edge.from !== id || !visible(node) || !visible(byId.get(edge.to)) || !(state.trial < 0 || edge.trials.includes(state.trial))) continue;
      edges.set(edge.relation, (edges.get(edge.relation) || 0) + 1);
    }
  }
  for (const [set, found] of [["offKinds", nodes], ["offRelations", edges]])
    for (const [key, { input, count }] of boxes[set]) {
      count.textContent = found.get(key) || 0;
      input.checked = !state[set].has(key);
      input.parentElement.classList.toggle("none", !found.get(key));
    }
  listTrials();
  $("only").value = String(state.trial);
}

// ------------------------------------------------------------------------------------------------------------- table
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
