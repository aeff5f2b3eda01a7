// What leaves the page: PNG, SVG, JSON, Turtle, CSV; all of what is in sight.
function save(name, content, type) {
  const blob = content instanceof Blob ? content : new Blob([content], { type });
  const link = el("a", { href: URL.createObjectURL(blob), download: name });
  document.body.append(link);
  link.click();
  link.remove();
  setTimeout(() => URL.revokeObjectURL(link.href), 5000);
}
// A spreadsheet takes a cell that begins like this for a formula; the apostrophe makes it text.
const cell = (text) => `"${(/^[=+\-@\t\r]/.test(text) ? "'" + text : text).replaceAll('"', '""')}"`;
const asCsv = () => "\ufeff" + [HEAD, ...[...records()].map(([, cells]) => cells)].map((row) => row.map(cell).join(",")).join("\r\n") + "\r\n";

function inSight() {
  const shown = [...pairs().values()].flatMap((pair) => pair.edges);
  return { nodes: K.nodes.filter(visible), edges: shown.sort((a, b) => a.id - b.id) };
}
function asJson() {
  const { nodes, edges } = inSight();
  const words = (places) => places.map((p) => { const [field, start, end, before, exact, after] = K.evidence[p]; return { field, start, end, exact, sentence: before + exact + after }; });
  return JSON.stringify({
    title: document.title,
    nodes: nodes.map((n) => ({ id: n.iri || n.id, kind: n.kind, label: n.full, synonyms: n.synonyms, codes: n.codes.map(([curie, iri, match]) => ({ curie, iri, match })), facts: n.facts.map(([label, text]) => ({ label, text })) })),
    edges: edges.map((e) => ({ source: byId.get(e.from).iri || e.from, relation: e.relation, target: byId.get(e.to).iri || e.to, confidence: e.confidence, method: e.method, rule: e.rule, facts: e.facts.map(([label, text]) => ({ label, text })), evidence: words(e.evidence), triples: e.via })),
  }, null, 1);
}
function asTurtle() {
  const { nodes, edges } = inSight();
  const text = (value) => '"' + value.replace(/[\\"]/g, "\\$&").replace(/[\x00-\x1f\x7f]/g, (c) => "\\u" + c.charCodeAt(0).toString(16).padStart(4, "0")) + '"';
  const rows = new Set();
  for (const node of nodes) {
    if (!node.iri) continue; // a group that a preset made
    if (node.kind !== "Other" && !node.iri.startsWith(K.prefixes.tkg)) rows.add(`${iriOf(node.id)} a tkg:${node.kind} .`);
    rows.add(`${iriOf(node.id)} rdfs:label ${text(node.full)} .`);
    for (const [, code, match] of node.codes) rows.add(`${iriOf(node.id)} skos:${match === "broader" ? "broadMatch" : match + "Match"} ${iriOf(code)} .`);
  }
  for (const edge of edges) for (const [s, p, o] of edge.via) rows.add(`${iriOf(s)} ${p} ${iriOf(o)} .`);
  return Object.entries(K.prefixes).map(([name, value]) => `@prefix ${name}: <${value}> .\n`).join("") + "\n" + [...rows].sort().join("\n") + "\n";
}

function picture() {
  const context = document.createElement("canvas").getContext("2d");
  const moved = net.getPositions(), ids = Object.keys(moved);
  const xs = ids.map((id) => moved[id].x), ys = ids.map((id) => moved[id].y);
  const aside = 40 + (curved() ? Math.max(0, ...ids.map((id) => labelWidth(byId.get(id)))) : 180);
  const left = Math.min(0, ...xs) - aside, top = Math.min(0, ...ys) - 70;
  const frame = { w: Math.max(0, ...xs) + aside - left, h: Math.max(0, ...ys) + 30 - top };
  const { labels, notes, spots } = arrange(context, (node) => ({ x: moved[node.id].x - left, y: moved[node.id].y - top }), 1, frame, null); // a choice dims the screen, not the drawing
  const make = (tag, attributes, text) => {
    const element = document.createElementNS(SVG, tag);
    for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, typeof value === "number" ? value.toFixed(1) : value);
    if (text !== undefined) element.textContent = text;
    return element;
  };
  const drawing = make("svg", { viewBox: `0 0 ${frame.w.toFixed(0)} ${frame.h.toFixed(0)}`, "font-family": FACE, "font-size": "12" });
  drawing.append(make("title", {}, document.title), make("rect", { width: "100%", height: "100%", fill: tint("--ground") }));
  for (const pair of lined.values()) {
    const a = spots.get(pair.from), b = spots.get(pair.to), relation = K.relations[pair.edges[0].relation];
    if (!a || !b) continue;
    // Within a column the line goes round on the side without names.
    const beside = curved() && stand(byId.get(pair.from)).column === stand(byId.get(pair.to)).column;
    const round = Math.min(60, 14 + Math.abs(b.y - a.y) / 3) * (stand(byId.get(pair.from)).left ? 1 : -1);
    const [first, second] = beside ? [a.x + round, b.x + round] : curved() ? [a.x + (b.x - a.x) * 0.45, b.x - (b.x - a.x) * 0.45] : [a.x, b.x];
    const line = make("path", { d: `M${a.x.toFixed(1)},${a.y.toFixed(1)} C${first.toFixed(1)},${a.y.toFixed(1)} ${second.toFixed(1)},${b.y.toFixed(1)} ${b.x.toFixed(1)},${b.y.toFixed(1)}`, fill: "none", stroke: K.kinds[byId.get(pair.to).kind].line, "stroke-opacity": "0.55", "stroke-width": relation.strong ? 2 : 1.2 });
    if (relation.dashed) line.setAttribute("stroke-dasharray", "6 4");
    line.append(make("title", {}, `${oneLine(byId.get(pair.from))} – ${relation.label} – ${byId.get(pair.to).full}`));
    drawing.append(line);
  }
  for (const [id, p] of spots) {
    const mark = shapeOf(byId.get(id).kind, markSize(byId.get(id)), p.x, p.y);
    mark.append(make("title", {}, byId.get(id).full));
    drawing.append(mark);
  }
  const ink = tint("--ink"), ground = tint("--ground");
  for (const { node, rows, pill, box, note, beside } of labels) {
    const left = curved() && stand(node).left && !pill, middle = box.x + (left ? beside : 0) + (box.w - beside) / 2, dark = node.kind === "Arm" ? "#000" : "#fff";
    const outline = pill ? {} : { stroke: ground, "stroke-width": "3", "paint-order": "stroke" };
    if (pill) drawing.append(make("rect", { x: box.x, y: box.y, width: box.w, height: box.h, rx: 6, fill: K.kinds[node.kind].color, stroke: "#333" }));
    else if (curved()) drawing.append(make("rect", { x: box.x + 1, y: box.y, width: box.w - 1, height: box.h, fill: ground })); // lines pass behind names
    rows.forEach((row, index) => drawing.append(make("text", { x: middle, y: box.y + (pill ? (rows.length > 1 ? 14 : 13) : 11) + index * 15, "text-anchor": "middle", fill: pill ? dark : ink, ...(pill ? { "font-weight": "600" } : outline) }, row)));
    if (note) drawing.append(make("text", { x: left ? box.x + beside / 2 - 3 : box.x + box.w - beside / 2, y: box.y + (pill ? 12 : 11), "text-anchor": "middle", "font-size": "11", ...(node.differs ? { "font-weight": "600" } : {}), fill: pill ? dark : tint(node.differs ? "--accent" : "--quiet"), ...outline }, note));
  }
  for (const { text, box, font } of notes) drawing.append(make("text", { x: box.x + box.w / 2, y: box.y + 11, "text-anchor": "middle", "font-size": font === CAPS ? "10" : font === LARGE ? "13" : "11", ...(font !== SMALL ? { "font-weight": "600" } : { "font-style": "italic" }), fill: font === LARGE ? ink : tint("--quiet"), stroke: ground, "stroke-width": "3", "paint-order": "stroke" }, text));
  return drawing;
}
const asSvg = () => new XMLSerializer().serializeToString(picture());
function pngCanvas() {
  const source = net.canvas.frame.canvas, copy = el("canvas", { width: source.width, height: source.height }), context = copy.getContext("2d");
  context.fillStyle = tint("--ground");
  context.fillRect(0, 0, copy.width, copy.height);
  context.drawImage(source, 0, 0);
  return copy;
}
