// The map: what is seen of it, finding, choosing, and the list of what something is linked to. Texts are only text.
"use strict";
const D = JSON.parse(document.getElementById("data").textContent);
const $ = (id) => document.getElementById(id);
function el(tag, properties = {}, ...children) {
  const element = document.createElement(tag);
  Object.assign(element, properties);
  element.append(...children);
  return element;
}
const count = D.ids.length, dark = () => document.documentElement.dataset.theme === "dark";
const tint = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();
let low = [Infinity, Infinity], high = [-Infinity, -Infinity];
for (let n = 0; n < count; n++) {
  low = [Math.min(low[0], D.x[n]), Math.min(low[1], D.y[n])];
  high = [Math.max(high[0], D.x[n]), Math.max(high[1], D.y[n])];
}
const map = { count, x: D.x, y: D.y, bounds: count ? [low[0], high[0], low[1], high[1]] : [0, 1, 0, 1] };
// Neighbours in two flat arrays: first[n] … first[n + 1] in `ends`.
const first = new Uint32Array(count + 2), ends = new Uint32Array(D.lines.length);
for (const end of D.lines) first[end + 2]++;
for (let n = 1; n < count + 2; n++) first[n] += first[n - 1];
for (let i = 0; i < D.lines.length; i += 2) {
  ends[first[D.lines[i] + 1]++] = D.lines[i + 1];
  ends[first[D.lines[i + 1] + 1]++] = D.lines[i];
}
const degree = (n) => first[n + 1] - first[n];
const neighbours = (n) => [...ends.subarray(first[n], first[n + 1])];
const trial = D.kinds.findIndex(([kind]) => kind === "Trial");
const off = new Set();
let chosen = -1, near = new Set();
const size = (n) => (D.kind[n] === trial ? 1.6 : 2 + Math.min(9, 0.6 * Math.sqrt(degree(n))));
let colors = { faded: "", line: "", ink: "", ground: "" };
const look = {
  point: (n) => {
    const away = chosen >= 0 && n !== chosen && !near.has(n);
    return { color: away ? colors.faded : D.kinds[D.kind[n]][2], size: n === chosen ? Math.max(8, size(n)) : size(n), hidden: off.has(D.kind[n]),
      label: away || (D.kind[n] === trial && chosen < 0) ? null : D.labels[n].slice(0, 34), forceLabel: n === chosen };
  },
  lines: () => (chosen < 0 ? [] : [...near].filter((n) => !off.has(D.kind[n])).map((n) => [chosen, n])),
  chosen: () => `${chosen} ${[...off]}`, lineColor: () => colors.line, ink: () => colors.ink, ground: () => colors.ground,
};
function repaint() {
  colors = { faded: dark() ? "#20262d" : "#eceff2", line: dark() ? "#5b6672" : "#b6bec7", ink: tint("--ink"), ground: tint("--ground") };
  painter.refresh();
}
function panel() {
  const heading = (text) => el("h3", { textContent: text });
  if (chosen < 0) {
    $("panel").replaceChildren(el("h2", { textContent: "How to read this" }), el("p", { textContent: "Each point is a trial or something that trials name. Concepts that the same trials name lie near one another; trials lie among their concepts." }),
      el("p", { className: "quiet", textContent: "Choose a point to see what it is linked to. The other pages say why: trialkg render BUILD --trial … or --concept …" }));
    return;
  }
  const groups = new Map();
  for (const n of near) { if (!groups.has(D.kind[n])) groups.set(D.kind[n], []); groups.get(D.kind[n]).push(n); }
  const parts = [el("h2", { textContent: D.labels[chosen] }), el("div", { className: "kind", textContent: D.kinds[D.kind[chosen]][1] })];
  for (const [kind, members] of [...groups].sort((a, b) => a[0] - b[0])) {
    members.sort((a, b) => degree(b) - degree(a) || a - b);
    parts.push(heading(`${D.kinds[kind][1]} (${members.length})`), el("ul", { className: "links" }, ...members.slice(0, 60).map((n) => el("li", {}, el("button", { type: "button", className: "link", textContent: D.labels[n], onclick: () => choose(n, true) })))));
    if (members.length > 60) parts.push(el("small", { textContent: `and ${members.length - 60} more` }));
  }
  parts.push(el("p", { className: "address" }, el("code", { textContent: D.ids[chosen].includes(":") ? D.ids[chosen] : D.things + D.ids[chosen] })));
  $("panel").replaceChildren(...parts);
  $("panel").scrollTop = 0;
}
const say = (text) => { $("status").textContent = text; };
const tally = () => say(`${D.kind.filter((kind) => !off.has(kind)).length.toLocaleString("en")} of ${count.toLocaleString("en")} points${chosen >= 0 ? ` · ${near.size} linked` : ""}`);
function choose(n, go = false) {
  chosen = n;
  near = new Set(n < 0 ? [] : neighbours(n));
  if (n >= 0) off.delete(D.kind[n]);
  document.querySelectorAll("#kinds input").forEach((box, kind) => { box.checked = !off.has(kind); });
  panel();
  repaint();
  if (go && n >= 0) painter.goTo(n);
  tally();
  try { history.replaceState(null, "", n < 0 ? "#" : `#node=${encodeURIComponent(D.ids[n])}`); } catch { /* a sandboxed frame has no history */ }
}
// ------------------------------------------------------------------------------------------------------------- finding
const fold = (text) => text.normalize("NFD").replace(/[\u0300-\u036f]/g, "").toLowerCase();
let folded = null;
function search(text, limit) {
  const wanted = fold(text.trim());
  if (!wanted) return [];
  folded = folded || D.labels.map(fold);
  const hits = [];
  folded.forEach((name, n) => {
    const rank = name === wanted || D.ids[n] === text.trim() ? 0 : name.startsWith(wanted) ? 1 : name.includes(wanted) ? 2 : 9;
    if (rank < 9) hits.push([rank, n]);
  });
  return hits.sort((a, b) => a[0] - b[0] || degree(b[1]) - degree(a[1]) || a[1] - b[1]).slice(0, limit).map(([, n]) => n);
}
$("find").addEventListener("input", () => $("names").replaceChildren(...search($("find").value, 12).map((n) => el("option", { value: D.labels[n] }))));
$("finder").addEventListener("submit", (event) => {
  event.preventDefault();
  const [n] = search($("find").value, 1);
  if (n === undefined) say(`No match for “${$("find").value}”`);
  else choose(n, true);
});
addEventListener("keydown", (event) => {
  if (event.key === "/" && event.target !== $("find")) { event.preventDefault(); $("find").focus(); }
  else if (event.key === "Escape") choose(-1);
});
$("fit").onclick = () => painter.fit();
$("theme").onclick = () => {
  document.documentElement.dataset.theme = dark() ? "light" : "dark";
  $("theme").setAttribute("aria-pressed", String(dark()));
  repaint();
};
D.kinds.forEach(([, label, color], kind) => {
  const box = el("input", { type: "checkbox", checked: true, onchange: () => { box.checked ? off.delete(kind) : off.add(kind); repaint(); tally(); } }), dot = el("span", { className: "dot" });
  dot.style.background = color;
  $("kinds").append(el("label", { className: "row" }, box, dot, label, el("span", { className: "count", textContent: D.kind.filter((k) => k === kind).length.toLocaleString("en") })));
});
document.documentElement.dataset.theme = matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light";
$("theme").setAttribute("aria-pressed", String(dark()));
function painterOf() {
  try {
    // Without a graphics card WebGL is imitated, and slower than a canvas where there are many points.
    const asked = { failIfMajorPerformanceCaveat: count > 3000 };
    if (document.createElement("canvas").getContext("webgl2", asked)) return webglPainter($("canvas"), map, look);
  } catch { $("canvas").replaceChildren(); /* a driver that promises more than it does */ }
  return canvasPainter($("canvas"), map, look);
}
const painter = painterOf();
painter.onPoint.click = (n) => choose(n);
const linked = () => D.ids.indexOf(new URLSearchParams(location.hash.slice(1)).get("node"));
addEventListener("hashchange", () => { const n = linked(); if (n !== chosen) choose(n, true); });
choose(linked(), true);
window.page = { data: D, painter, choose, search, degree, at: painter.at, chosen: () => chosen };
requestAnimationFrame(() => { document.documentElement.dataset.ready = "yes"; });
