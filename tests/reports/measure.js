// What is seen of the open page: its width, and for each chart what was drawn and what went wrong.
() => {
  const TOLERANCE = 2;

  // False inside a closed fold as well.
  const shown = (element) => {
    const box = element.getBoundingClientRect();
    return box.width > 0 && box.height > 0 &&
      element.checkVisibility({ opacityProperty: true, visibilityProperty: true });
  };

  const inside = (inner, outer) =>
    inner.left >= outer.left - TOLERANCE && inner.right <= outer.right + TOLERANCE &&
    inner.top >= outer.top - TOLERANCE && inner.bottom <= outer.bottom + TOLERANCE;

  // The four corners of a text as drawn (it may be turned), less a fifth: letters do not fill it.
  const corners = (text) => {
    const box = text.getBBox();
    const matrix = text.getScreenCTM();
    const [x, y] = [box.x + box.width / 2, box.y + box.height / 2];
    const [w, h] = [(box.width / 2) * 0.8, (box.height / 2) * 0.8];
    return [[-w, -h], [w, -h], [w, h], [-w, h]]
      .map(([dx, dy]) => new DOMPoint(x + dx, y + dy).matrixTransform(matrix));
  };

  // Two convex shapes are apart when some side of one has the whole other shape beyond it.
  const apart = (one, other) => one.some((point, i) => {
    const next = one[(i + 1) % one.length];
    const [nx, ny] = [next.y - point.y, point.x - next.x];
    const along = (shape) => shape.map((p) => p.x * nx + p.y * ny);
    const [a, b] = [along(one), along(other)];
    return Math.max(...a) <= Math.min(...b) || Math.max(...b) <= Math.min(...a);
  });

  const chart = (place) => {
    const island = document.getElementById("g-" + place.dataset.grafiek);
    const svg = place.querySelector(".main-svg");
    const texts = [...place.querySelectorAll("text")].filter((t) => t.textContent.trim() && shown(t));
    const shapes = texts.map(corners);
    const overlaps = [];
    texts.forEach((text, i) => texts.slice(i + 1).forEach((other, j) => {
      const [a, b] = [shapes[i], shapes[i + 1 + j]];
      if (!apart(a, b) && !apart(b, a)) overlaps.push(`${text.textContent} × ${other.textContent}`);
    }));
    const figure = place.closest("figure");
    const frame = figure.getBoundingClientRect();
    const parts = [...figure.querySelectorAll("*")]
      .filter((e) => !e.closest(".rol table, svg *") && shown(e));
    // Words count too: a chart of which all is missing says so in each row and draws nothing else.
    const marks = [...place.querySelectorAll(
      ".cartesianlayer .trace path, .cartesianlayer .trace text, .pielayer .trace path")];
    return {
      key: place.dataset.grafiek,
      wanted: JSON.parse(island.textContent).data.filter((trace) => trace.visible !== false).length,
      traces: place.querySelectorAll(".cartesianlayer .trace, .pielayer .trace").length,
      marks: marks.filter(shown).length,
      buttons: place.querySelectorAll(".modebar a, .modebar button").length,
      texts: texts.map((t) => t.textContent),
      overlaps,
      cut: texts.filter((t) => !inside(t.getBoundingClientRect(), svg.getBoundingClientRect()))
        .map((t) => t.textContent),
      outside: parts.filter((e) => !inside(e.getBoundingClientRect(), frame))
        .map((e) => `${e.tagName.toLowerCase()}.${e.getAttribute("class") || ""}`),
    };
  };

  return {
    width: document.documentElement.scrollWidth,
    title: document.title,
    charts: [...document.querySelectorAll("[data-grafiek]")].map(chart),
  };
}
