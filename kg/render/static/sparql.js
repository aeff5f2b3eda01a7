// The query that yields what is seen, to copy or to open in a server's SPARQL page.
const iriOf = (path) => `<${(/^[a-z][a-z0-9+.-]*:/i.test(path) ? path : K.things + path).replace(/[\x00-\x20<>"{}|^`\\]/g, (c) => "%" + c.charCodeAt(0).toString(16).toUpperCase().padStart(2, "0"))}>`;
const named = (names) => names.map((name) => `PREFIX ${name}: <${K.prefixes[name]}>\n`).join("") + "\n";
// All that is said of a thing, in both directions.
function queryOfNode(node) {
  const it = iriOf(node.id);
  return `${named(["tkg", "rdf"])}SELECT ?subject ?property ?object WHERE {
  { BIND(${it} AS ?subject) ${it} ?property ?object }
  UNION
  { BIND(${it} AS ?object) ?subject ?property ${it} FILTER(?property NOT IN (rdf:subject, rdf:object)) }
}
ORDER BY ?subject ?property ?object
`;
}
// The assertions of an edge with their words; an edge of the vocabulary has none.
function queryOfEdge(edge) {
  const steps = edge.via.map(([s, p, o]) => `    (${iriOf(s)} ${p} ${iriOf(o)})`).join("\n");
  const used = new Set(edge.via.map(([, p]) => p.split(":")[0]));
  return `${named([...new Set(["oa", "rdf", "tkg", ...used])].filter((name) => K.prefixes[name]).sort())}SELECT ?subject ?property ?object ?method ?confidence ?field ?start ?end ?words WHERE {
  VALUES (?subject ?property ?object) {
${steps}
  }
  ?assertion rdf:subject ?subject ; rdf:predicate ?property ; rdf:object ?object ; tkg:method ?method .
  OPTIONAL { ?assertion tkg:confidence ?confidence }
  OPTIONAL { ?assertion tkg:evidence ?mention . ?mention oa:exact ?words ; oa:start ?start ; oa:end ?end ; oa:hasSource/tkg:fieldName ?field }
}
ORDER BY ?field ?start
`;
}
function askQuery(title, query) {
  $("asked-title").textContent = title;
  $("query").value = query;
  $("query").rows = Math.min(24, query.split("\n").length);
  $("copied").textContent = "";
  $("elsewhere").replaceChildren();
  if (K.sparql) $("elsewhere").append(el("a", { href: K.sparql + encodeURIComponent(query), target: "_blank", rel: "noopener noreferrer", textContent: "Open in the SPARQL page" }));
  $("asked").showModal();
}
async function copyQuery() {
  try { await navigator.clipboard.writeText($("query").value); } catch { // a sandboxed frame may not; the old way may
    $("query").select();
    if (!document.execCommand("copy")) { $("copied").textContent = "Select the text and copy it."; return; }
  }
  $("copied").textContent = "Copied";
}
