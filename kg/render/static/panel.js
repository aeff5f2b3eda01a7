// The panel: what a node or a line is, and why it is there. Data reaches the document as text only, never as markup.
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
const number = (count) => count.toLocaleString("en");
const plural = (count, word) => `${number(count)} ${word}${count === 1 ? "" : "s"}`;

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
// Some drugs have fifty names: what the concept is linked to is not to be looked for below them.
const NAMES = 12;
function alsoCalled(names) {
  if (names.length <= NAMES + 4) return [el("p", { textContent: names.join(" · ") })];
  const more = names.slice(NAMES);
  return [el("p", { textContent: names.slice(0, NAMES).join(" · ") }), el("details", {}, el("summary", { textContent: `${more.length} more names` }), el("p", { textContent: more.join(" · ") }))];
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
  if (node.synonyms.length) parts.push(el("h3", { textContent: "Also called" }), ...alsoCalled(node.synonyms));
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
  if (node.iri) parts.push(el("div", { className: "address" }, el("code", { textContent: node.iri }), button("SPARQL", () => askQuery(`About “${node.full}”`, queryOfNode(node)), "why")));
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
  if (edge.via.length) block.append(el("details", {}, el("summary", {}, el("small", { textContent: "triples" })), ...edge.via.map((step) => el("div", {}, el("code", { textContent: step.join("  ") }))),
    button("SPARQL", () => askQuery("Why this line is there", queryOfEdge(edge)), "why")));
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
  const trials = K.nodes.filter((node) => node.kind === "Trial"), few = trials.length && trials.length <= 40;
  const start = small || state.everything ? null : byId.get(K.start);
  const opening = start ? `It opens at ${oneLine(start)}${start.trials.length > 1 ? `, which ${start.trials.length} trials share` : ""}: what you find above is drawn instead${K.mode === "summary" ? ", and Show all draws everything" : ""}.` : "";
  show(el("h2", { textContent: "How to read this" }),
    K.note ? el("p", {}, el("strong", { textContent: K.note })) : "",
    el("p", { textContent: [K.trials.length && plural(K.trials.length, "trial"), plural(K.nodes.length, "node"), plural(K.edges.length, "edge")].filter(Boolean).join(", ") + ". "
      + (!K.scene.preset && K.columnar ? "Left: who is studied and what is measured. Right: what is given. " : "") + (K.evidence.length ? "Every line carries the words of the record that support it." : "") }),
    opening ? el("p", { textContent: opening }) : "",
    el("p", { className: "quiet", textContent: "Select a node or a line to see why it is there. Double click or Enter expands and collapses. / finds, Esc clears." }),
    few ? el("h3", { textContent: "Trials" }) : "",
    few ? el("ul", { className: "links" }, ...trials.map((n) => el("li", {}, icon("Trial"), button(oneLine(n), () => select(n.id))))) : "");
}
