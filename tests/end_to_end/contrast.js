// What a page's drawings look like against what is behind them, from the colours the browser uses.
// Returns one entry for each text and each mark of each drawing that is shown.
() => {
  const SHAPES = "path, use, rect, circle, ellipse, line, polyline, polygon";
  const canvas = new OffscreenCanvas(1, 1).getContext("2d", { willReadFrequently: true });
  const parsed = new Map([["none", [0, 0, 0, 0]]]);
  const colour = (text) => {
    if (!parsed.has(text)) {
      canvas.clearRect(0, 0, 1, 1);
      canvas.fillStyle = text;
      canvas.fillRect(0, 0, 1, 1);
      const [r, g, b, a] = canvas.getImageData(0, 0, 1, 1).data;
      parsed.set(text, [r, g, b, a / 255]);
    }
    return parsed.get(text);
  };
  const over = (top, under) =>
    [0, 1, 2].map((i) => top[i] * top[3] + under[i] * (1 - top[3])).concat(1);
  const opacity = (element) => {
    let through = 1;
    for (let at = element; at && at.tagName !== "HTML"; at = at.parentElement)
      through *= Number(getComputedStyle(at).opacity);
    return through;
  };
  const paint = (element, what) => {
    const style = getComputedStyle(element);
    if (what === "stroke" && parseFloat(style.strokeWidth) === 0) return [0, 0, 0, 0];
    const [r, g, b, a] = colour(style[what]);
    return [r, g, b, a * Number(style[`${what}Opacity`]) * opacity(element)];
  };
  const hex = (rgb) =>
    "#" + rgb.slice(0, 3).map((v) => Math.round(v).toString(16).padStart(2, "0")).join("");
  const page = (element) => {
    const layers = [];
    for (let at = element; at; at = at.parentElement)
      layers.unshift(colour(getComputedStyle(at).backgroundColor));
    return layers.reduce((under, top) => over(top, under), [255, 255, 255, 1]);
  };
  const isUnder = (other, element, svg) =>
    svg.contains(other) && other !== svg && other.matches(SHAPES) &&
    Boolean(other.compareDocumentPosition(element) & Node.DOCUMENT_POSITION_FOLLOWING) &&
    // A point on its own line is one mark with it.
    !(element.matches(SHAPES) && hex(paint(other, "fill")) === hex(paint(element, "fill")));
  const behind = (element, svg, { x, y }) =>
    document.elementsFromPoint(x, y).reverse()
      .filter((other) => isUnder(other, element, svg))
      .reduce((under, other) => over(paint(other, "fill"), under), page(svg));
  const luminance = (rgb) => {
    const [r, g, b] = rgb.map((v) => v / 255).map((v) =>
      v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4
    );
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const against = (top, under) => {
    if (!top[3]) return 1;
    const [low, high] = [luminance(over(top, under)), luminance(under)].sort((a, b) => a - b);
    return (high + 0.05) / (low + 0.05);
  };
  // The theme's name of a colour: "grid" of "var(--qa-grid,#dcdee0)".
  const role = (element, what) => {
    for (let at = element; at.tagName !== "svg"; at = at.parentElement) {
      const said = at.style[what] || at.getAttribute(what);
      if (said) return said.match(/--qa-([a-z-]+)/)?.[1] ?? said;
    }
    return "";
  };
  // Some points of a mark's edge. An area is judged where it doesn't touch a neighbour (which a gap
  // of paper parts it from), a line by most of its length.
  const onEdge = (element) => {
    const length = element.getTotalLength?.() ?? 0;
    if (!length) {
      const box = element.getBoundingClientRect();
      return [{ x: box.x + box.width / 2, y: box.y + box.height / 2 }];
    }
    return [0.1, 0.25, 0.4, 0.7, 0.9].map((part) =>
      element.getPointAtLength(length * part).matrixTransform(element.getScreenCTM())
    );
  };
  const median = (values) => values.toSorted((a, b) => a - b)[values.length >> 1];
  const highest = (values) => Math.max(...values);
  const ofText = (text, svg) => {
    const { x, y, width, height } = text.getBoundingClientRect();
    const style = getComputedStyle(text);
    const scale = svg.getBoundingClientRect().width / svg.viewBox.baseVal.width;
    const ink = paint(text, "fill");
    const unders = [0.05, 0.5, 0.95].map((part) =>
      behind(text, svg, { x: x + width * part, y: y + height / 2 })
    );
    return {
      kind: "text", what: text.textContent, colour: hex(ink), behind: hex(unders[1]),
      letters: parseFloat(style.fontSize) * scale, bold: Number(style.fontWeight) >= 700,
      ratio: Math.min(...unders.map((under) => against(ink, under))),
    };
  };
  const ofMark = (mark, svg, fill, stroke) => {
    const unders = onEdge(mark).map((spot) => behind(mark, svg, spot));
    const box = mark.getBoundingClientRect();
    const isWrittenOn = [...svg.querySelectorAll("text")].some((text) => {
      const { x, y, right, bottom } = text.getBoundingClientRect();
      return x >= box.x && right <= box.right && y >= box.y && bottom <= box.bottom;
    });
    return {
      kind: "mark", what: mark.tagName, isArea: fill[3] > 0, isWrittenOn,
      role: role(mark, fill[3] ? "fill" : "stroke"),
      colour: hex(over(fill[3] ? fill : stroke, unders[0])), behind: hex(unders[0]),
      ratio: (fill[3] ? highest : median)(
        unders.map((under) => Math.max(against(fill, under), against(stroke, under)))
      ),
    };
  };
  const found = [];
  for (const svg of document.querySelectorAll("svg")) {
    if (!svg.getBoundingClientRect().width) continue;
    const drawing = svg.getAttribute("aria-label") || svg.getAttribute("class");
    for (const text of svg.querySelectorAll("text")) found.push({ drawing, ...ofText(text, svg) });
    for (const mark of svg.querySelectorAll(SHAPES)) {
      if (mark.closest("defs, clipPath, pattern")) continue;
      const [fill, stroke] = [paint(mark, "fill"), paint(mark, "stroke")];
      const { width, height } = mark.getBoundingClientRect();
      // The bar of a nought is there, but nobody sees it.
      if (stroke[3] ? width || height : fill[3] && Math.min(width, height) > 0.5)
        found.push({ drawing, ...ofMark(mark, svg, fill, stroke) });
    }
  }
  return found;
}
