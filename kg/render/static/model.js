// The data of the page and what is visible of it. Knows nothing of drawing.
"use strict";
const K = JSON.parse(document.getElementById("data").textContent);
K.nodes.forEach((node, place) => {
  // A group that a preset made is no thing of the graph and has no address there.
  const iri = node.id.startsWith("#") ? "" : node.id.split("/", 1)[0].includes(":") ? node.id : K.things + node.id;
  K.nodes[place] = { iri, line: node.label, full: node.label, facts: [], codes: [], synonyms: [], trials: [], note: "", lane: "", ...node };
});
K.edges.forEach((edge, place) => {
  K.edges[place] = { confidence: null, method: "", rule: "", evidence: [], facts: [], via: [], trials: [], days: null, ...edge };
});
const byId = new Map(K.nodes.map((node) => [node.id, node]));
const around = new Map(K.nodes.map((node) => [node.id, []])); // node id → its edges
K.edges.forEach((edge, index) => {
  edge.id = index;
  around.get(edge.from).push(edge);
  if (edge.to !== edge.from) around.get(edge.to).push(edge);
});
const other = (edge, id) => (edge.from === id ? edge.to : edge.from);
const degree = (id) => around.get(id).length;
const oneLine = (node) => node.line;
const byWeight = (a, b) => degree(b) - degree(a) || (a < b ? -1 : 1);

const FULL = 300; // nodes drawn with all labels
const STEP = 24; // neighbours added at once
const OPEN = 14; // neighbours of the centre when a neighbourhood opens, and a few of each of theirs
const small = K.mode === "full";
const state = { offKinds: new Set(), offRelations: new Set(), trial: -1, node: null, pair: null, focus: null, everything: false, drawn: new Set(), hover: null,
  opened: new Set(), closed: new Set() };
// A trial or a neighbourhood alone is laid out for itself, in columns; so is every view too large for fixed places.
const narrowed = () => !(small || state.everything) || state.trial >= 0 || state.focus !== null;

// A node's neighbours, the best linked first.
const linked = new Map();
function neighbours(id) {
  if (!linked.has(id)) linked.set(id, [...new Set(around.get(id).map((edge) => other(edge, id)))].filter((n) => n !== id).sort(byWeight));
  return linked.get(id);
}

function ego(id) {
  const near = neighbours(id).slice(0, OPEN), drawn = new Set([id, ...near]);
  // What many of them share says more than what one of them has.
  const shared = new Map();
  for (const next of near) for (const far of neighbours(next)) if (!drawn.has(far)) shared.set(far, (shared.get(far) || 0) + 1);
  const far = [...shared].sort((a, b) => b[1] - a[1] || byWeight(a[0], b[0])).map(([node]) => node).filter((node) => byId.get(node).kind !== "Trial");
  for (const node of far.slice(0, 2.5 * OPEN)) drawn.add(node);
  return drawn;
}

function firstDrawn() {
  if (small) return new Set(byId.keys());
  if (byId.has(K.start)) return ego(K.start);
  return new Set();
}

const allowed = (node) =>
  !state.offKinds.has(node.kind) && (state.trial < 0 || node.trials.includes(state.trial));
const visible = (node) => state.drawn.has(node.id) && allowed(node);
const shows = (edge) =>
  !state.offRelations.has(edge.relation) && (state.trial < 0 || edge.trials.includes(state.trial)) &&
  visible(byId.get(edge.from)) && visible(byId.get(edge.to));

// Neighbours that filters allow but that are not drawn.
const waiting = (id) => neighbours(id).filter((n) => !state.drawn.has(n) && allowed(byId.get(n)));

function expand(id) {
  const room = small ? Infinity : FULL - state.drawn.size;
  const more = waiting(id).slice(0, Math.min(STEP, Math.max(0, room)));
  more.forEach((n) => state.drawn.add(n));
  if (!state.closed.delete(id)) state.opened.add(id);
  return more.length;
}

function collapse(id) {
  const leaves = neighbours(id).filter((n) => state.drawn.has(n) && neighbours(n).every((m) => m === id || !state.drawn.has(m)));
  leaves.forEach((n) => state.drawn.delete(n));
  if (!state.opened.delete(id)) state.closed.add(id);
  return leaves.length;
}

// Visible edges with the same two ends are one line.
const pairKey = (from, to) => JSON.stringify([from, to]);
function pairs() {
  const found = new Map();
  for (const node of state.drawn) {
    for (const edge of around.get(node)) {
      if (edge.from !== node || !shows(edge)) continue;
      const key = pairKey(edge.from, edge.to);
      if (!found.has(key)) found.set(key, { key, from: edge.from, to: edge.to, edges: [] });
      found.get(key).edges.push(edge);
    }
  }
  const strength = (edge) => (K.relations[edge.relation].strong ? 0 : K.relations[edge.relation].weak ? 2 : 1);
  for (const pair of found.values()) pair.edges.sort((a, b) => strength(a) - strength(b) || a.id - b.id);
  return found;
}

// ------------------------------------------------------------------------------------------------------------ search
const fold = (text) => text.normalize("NFD").replace(/[\u0300-\u036f]/g, "").toLowerCase();
let names = null;
function search(text, limit) {
  const wanted = fold(text.trim());
  if (!wanted) return [];
  names = names || K.nodes.map((node) =>
    [node.full, oneLine(node), node.id, node.id.slice(node.id.indexOf("/") + 1), ...node.synonyms, ...node.codes.map((c) => c[0])].map(fold));
  const hits = [];
  K.nodes.forEach((node, index) => {
    let best = 9, how = "";
    names[index].forEach((name, place) => {
      const rank = name === wanted ? 0 : name.startsWith(wanted) ? 1 : name.includes(" " + wanted) ? 2 : name.includes(wanted) ? 3 : 9;
      if (rank < best) { best = rank; how = place >= 4 ? name : ""; }
    });
    if (best < 9) hits.push({ node, best, how });
  });
  const last = (hit) => (hit.how ? 2 : 0) + (hit.node.kind === "Trial" ? 1 : 0);
  hits.sort((a, b) => a.best - b.best || last(a) - last(b) || byWeight(a.node.id, b.node.id));
  return hits.slice(0, limit);
}
