(function () {
  "use strict";
  const data = JSON.parse(document.getElementById("data").textContent);
  document.documentElement.classList.add("js");
  const place = document.getElementById("map"), side = document.getElementById("side");
  const chart = echarts.init(place, null, { renderer: "svg" });
  const layers = new Map(data.layers.map((layer) => [layer.id, layer]));
  const areas = new Map(data.areas.map((area) => [area.key, area]));
  for (const [level, shapes] of Object.entries(data.levels)) echarts.registerMap(level, shapes);
  let now = layers.get(data.first);

  const safe = (text) => String(text).replace(/[&<>"]/g, (c) => ({ "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" })[c]);
  const unit = (layer) => (layer.rate ? "" : layer.unit);
  const said = (layer, cell) => (cell ? cell[0] + (cell[1] === null ? "" : " " + unit(layer)) + (cell[2] ? "（" + cell[2] + "）" : "") : "—");
  const cellOf = (layer, area) => layer.cells[area.key] || layer.cells[area.village];
  const full = (area) => (area.key === area.village ? area.name : area.village + area.name);

  function tip(name) {
    const area = areas.get(name);
    if (!area) return "";
    const cell = cellOf(now, area);
    const where = now.cells[area.key] ? full(area) : area.village;
    return '<div class="tip"><strong>' + safe(where) + "</strong><br>" + safe(now.title) + "：<strong>" + safe(said(now, cell)) +
      "</strong><p>来源：" + safe(now.source) + "</p>" + (now.note ? "<p>" + safe(now.note) + "</p>" : "") + "</div>";
  }

  function region(area) {
    const cell = now.cells[area.key];
    const step = cell && cell[1] !== null ? now.classes[cell[1]] : { colour: data.nothing, ink: "#1a1a1a" };
    return { name: area.key, itemStyle: { areaColor: step.colour }, label: { color: step.ink } };
  }

  function outline(name) {
    return { name: name, silent: true, itemStyle: { borderColor: "#1a1a1a", borderWidth: 2, areaColor: "transparent" }, label: { show: false } };
  }

  function draw() {
    const level = now.level, shown = data.areas.filter((area) => area.level === level && area.drawn);
    const letters = Math.min(20, (size() / Math.max(data.bounds[2] - data.bounds[0], data.bounds[1] - data.bounds[3])) * data.grain * 0.14);
    chart.setOption({
      animation: false,
      textStyle: { fontFamily: getComputedStyle(document.body).fontFamily },
      tooltip: { trigger: "item", confine: true, transitionDuration: 0 },
      geo: {
        map: level, aspectScale: 1, roam: true, layoutCenter: ["50%", "50%"], layoutSize: size(),
        boundingCoords: [[data.bounds[0], data.bounds[1]], [data.bounds[2], data.bounds[3]]],
        itemStyle: { borderColor: "#fff", borderWidth: 1.5, areaColor: data.nothing },
        label: { show: letters >= 10, formatter: (item) => label(item.name), rich: rich(letters), lineHeight: letters * 1.35 },
        emphasis: { itemStyle: { areaColor: "#f4c27a" }, label: { color: "#1a1a1a", show: true } },
        regions: shown.map(region).concat(data.outlines.map(outline)),
        tooltip: { show: true, formatter: (item) => tip(item.name) },
      },
      series: [words(), spots()],
    }, { notMerge: true });
    legend();
  }

  function size() {
    const [left, top, right, bottom] = data.bounds, aspect = (right - left) / (top - bottom);
    const wide = chart.getWidth() - 16, high = chart.getHeight() - 16;
    return aspect > 1 ? Math.min(wide, high * aspect) : Math.min(high, wide / aspect);
  }

  function label(name) {
    const area = areas.get(name), cell = area && now.cells[name];
    return area ? "{name|" + area.name.replace(/[{}|]/g, "") + "}\n{count|" + (cell ? cell[0] : "") + "}" : "";
  }

  function rich(letters) {
    return { name: { fontSize: letters, lineHeight: letters * 1.4 }, count: { fontSize: letters * 1.2, fontWeight: "bold", lineHeight: letters * 1.6 } };
  }

  function words() {
    return {
      type: "scatter", coordinateSystem: "geo", symbolSize: 0, silent: true, itemStyle: { opacity: 1 }, data: data.heads.map((head) => ({ name: head.name, value: head.at })),
      label: { show: true, formatter: "{b}", position: "right", fontSize: 19, fontWeight: "bold", color: "#1a1a1a", distance: 0 },
    };
  }

  function spots() {
    return {
      type: "scatter", coordinateSystem: "geo", symbol: "circle", symbolSize: 24, itemStyle: { color: "#b4441f", borderColor: "#fff", opacity: 1 },
      label: { show: true, formatter: (item) => item.data.sign, color: "#fff", fontSize: 14 },
      data: data.spots.map((spot) => ({ name: spot.name, value: spot.at, sign: spot.sign, spot: spot })),
      tooltip: { formatter: (item) => '<div class="tip"><strong>' + safe(item.data.spot.village + " " + item.data.spot.name) + "</strong><br>" + safe(item.data.spot.kind) + (item.data.spot.count > 1 ? "：" + item.data.spot.count + " 个" : "") + "</div>" },
    };
  }

  function legend() {
    const steps = now.classes.map((step) => '<span><i style="background:' + step.colour + '"></i>' + safe(step.label) + "</span>");
    if (now.blank) steps.push('<span><i style="background:' + data.nothing + '"></i>' + safe(data.blank) + "</span>");
    document.getElementById("legend").innerHTML = "<strong>" + safe(now.title) + (unit(now) ? "（" + safe(unit(now)) + "）" : "") + "</strong>" + steps.join("");
  }

  function show(area) {
    const cell = (layer) => (area ? cellOf(layer, area) : layer.total);
    let text = "<h2>" + (area ? safe(full(area)) : "合计") + "</h2><table>";
    for (const layer of data.layers.filter((it) => !it.parent)) {
      text += "<tr><th>" + safe(layer.title) + "</th><td>" + safe(said(layer, cell(layer))) + "</td></tr>";
    }
    text += "</table>" + data.parents.map((name) => bars(name, cell)).join("");
    if (data.spots.length) text += signs();
    side.innerHTML = text;
  }

  function bars(name, cell) {
    const parts = data.layers.filter((layer) => layer.parent === name);
    const size = (layer) => { const it = cell(layer); return it && it[1] !== null ? Number(it[0]) : 0; };
    const most = Math.max(1, ...parts.map(size));
    return "<h2>" + safe(name) + "（" + safe(parts[0].unit) + "）</h2>" + parts.map((layer) =>
      '<div class="bar"><span>' + safe(layer.title) + '</span><span><b style="width:' + Math.round((size(layer) / most) * 130) + 'px"></b>' +
      safe(cell(layer) ? cell(layer)[0] : "—") + "</span></div>").join("");
  }

  function signs() {
    const kinds = new Map();
    for (const spot of data.spots) kinds.set(spot.sign + spot.kind, { sign: spot.sign, kind: spot.kind, count: ((kinds.get(spot.sign + spot.kind) || {}).count || 0) + spot.count });
    return "<h2>服务点</h2><ul>" + [...kinds.values()].map((it) => '<li><span class="sign">' + safe(it.sign) + "</span>" + safe(it.kind) + " " + it.count + "</li>").join("") + "</ul>";
  }

  document.getElementById("layers").addEventListener("change", (event) => { now = layers.get(event.target.value); draw(); });
  // not mouseover: the chart does not tell it again of the area that the mouse had left the map from
  let pointed = null;
  const point = (area) => { if (area !== pointed) { pointed = area; show(area); } };
  chart.on("mousemove", (event) => { if (areas.has(event.name)) point(areas.get(event.name)); });
  place.addEventListener("mouseleave", () => point(null));
  const fit = (width, height) => { chart.resize({ width: width, height: height }); draw(); };
  window.addEventListener("resize", () => fit("auto", "auto"));
  window.addEventListener("beforeprint", () => { show(null); fit(1140, 670); });
  window.addEventListener("afterprint", () => fit("auto", "auto"));
  document.getElementById("layers").elements.layer.value = data.first;
  draw();
  show(null);
})();
