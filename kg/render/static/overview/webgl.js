// The map by sigma on WebGL.
function webglPainter(home, map, look) {
  const graph = new overview.Graph({ type: "directed", multi: false });
  for (let n = 0; n < map.count; n++) graph.addNode(n, { x: map.x[n], y: map.y[n], ...look.point(n) });
  const onPoint = { click: () => {} };
  // A name lies on points of any colour: a rim of the ground's colour keeps it legible.
  const name = (context, { x, y, size, label }, { labelSize, labelFont }) => {
    if (!label) return;
    context.font = `${labelSize}px ${labelFont}`;
    context.lineJoin = "round";
    context.lineWidth = 3.5;
    context.strokeStyle = look.ground();
    context.strokeText(label, x + size + 3, y + labelSize / 3);
    context.fillStyle = look.ink();
    context.fillText(label, x + size + 3, y + labelSize / 3);
  };
  const sigma = new overview.Sigma(graph, home, {
    nodeReducer: (n, known) => ({ ...known, ...look.point(Number(n)) }),
    edgeReducer: () => ({ color: look.lineColor(), size: 0.8 }),
    labelFont: 'system-ui, "Noto Sans", sans-serif', labelSize: 12, labelColor: { color: look.ink() }, labelRenderedSizeThreshold: 4, labelDensity: 0.9, labelGridCellSize: 110,
    defaultDrawNodeLabel: name, defaultDrawNodeHover: () => {}, zIndex: false, enableEdgeEvents: false, allowInvalidContainer: true, itemSizesReference: "screen", minCameraRatio: 0.005, maxCameraRatio: 3,
  });
  sigma.on("clickNode", ({ node }) => onPoint.click(Number(node)));
  sigma.on("clickStage", () => onPoint.click(-1));
  let drawn = "";
  const refresh = () => {
    const lines = look.lines(), now = `${look.chosen()}`;
    if (now !== drawn) { // only the lines of what is chosen are drawn, so they are few
      graph.clearEdges();
      for (const [a, b] of lines) if (!graph.hasEdge(a, b)) graph.addEdge(a, b);
      drawn = now;
    }
    sigma.setSetting("labelColor", { color: look.ink() });
    sigma.refresh();
  };
  return {
    kind: "webgl", refresh, onPoint, fit: () => sigma.getCamera().animatedReset({ duration: 0 }),
    goTo: (n) => { const { x, y } = sigma.getNodeDisplayData(n); sigma.getCamera().setState({ x, y, ratio: Math.min(sigma.getCamera().getState().ratio, 0.25) }); },
    at: (n) => sigma.graphToViewport({ x: map.x[n], y: map.y[n] }),
  };
}
