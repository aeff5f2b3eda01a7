// The legend: what marks and lines mean, how many are in sight, and filters by kind, relation and trial.
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
  if (K.trials.length < 2) $("only").hidden = $("only").previousElementSibling.hidden = true; // nothing to choose
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
  const all = el("option", { value: "-1", textContent: !many ? `All ${plural(K.trials.length, "trial")}` : places.length ? `All ${places.length} drawn` : "All trials" });
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
