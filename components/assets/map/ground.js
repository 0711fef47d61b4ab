// The background of the map: water, green land, roads and railways on one canvas, their names on
// another (see sharedground/export/ground.py). Names are drawn as letters, so none can act as code.
window.SharedGroundBackground = (() => {
  const { Canvas, fetched } = window.SharedGroundLayer
  const [BUILT, GREEN, WOOD, WATER, STREAM, RIVER, RAIL, PATH, STREET, MAIN, QUARTER, VILLAGE, TOWN] =
    Array.from({ length: 13 }, (_, i) => i)
  const EARTH = 40075016.7 // metres around the equator
  const FONT = '"Atkinson Next",sans-serif'
  const CASED = 2.4 // px from which a road has an edge
  const MOST_NAMES = 140
  const APART = 260 // px between two names of one road

  // From which zoom a class is drawn, and how wide at zoom 16; half as wide about 1.4 zooms out.
  const FLAT = [[BUILT, "built", 0], [GREEN, "green", 10], [WOOD, "wood", 10], [WATER, "water", 0]]
  const WET = [[STREAM, "river", 14, 1.6], [RIVER, "river", 8, 3.4]]
  const ROADS = [[PATH, "path", 14.6, 1.5], [RAIL, "rail", 10.5, 1.8], [STREET, "street", 11.6, 5], [MAIN, "main", 8, 8]]
  const NAMES = {
    [TOWN]: { from: 8, font: `650 15px ${FONT}`, hue: "label" },
    [VILLAGE]: { from: 11.4, font: `550 13px ${FONT}`, hue: "label" },
    [QUARTER]: { from: 13, font: `500 12px ${FONT}`, hue: "label" },
    [MAIN]: { from: 13, font: `500 12px ${FONT}`, hue: "label", along: true },
    [STREET]: { from: 15, font: `450 12px ${FONT}`, hue: "label", along: true },
    [RIVER]: { from: 12, font: `italic 500 12px ${FONT}`, hue: "wet", along: true },
    [WATER]: { from: 11, font: `italic 500 12px ${FONT}`, hue: "wet", area: true },
    [WOOD]: { from: 12, font: `500 12px ${FONT}`, hue: "leaf", area: true },
    [GREEN]: { from: 12, font: `500 12px ${FONT}`, hue: "leaf", area: true },
  }

  const wide = (at16, zoom) => Math.max(0.5, at16 * 2 ** ((zoom - 16) * 0.72))

  // Where each part begins, the box around it, and the parts of each class.
  function ready(data) {
    if (data.boxes) return data
    const { n, kind, sizes, wx, wy } = data
    const firsts = new Uint32Array(n + 1)
    const boxes = new Float64Array(4 * n)
    const classes = Array.from({ length: 13 }, () => [n, 0])
    for (let i = 0; i < n; i++) {
      firsts[i + 1] = firsts[i] + sizes[i]
      let [x0, y0, x1, y1] = [Infinity, Infinity, -Infinity, -Infinity]
      for (let p = firsts[i]; p < firsts[i + 1]; p++) {
        if (wx[p] < x0) x0 = wx[p]
        if (wx[p] > x1) x1 = wx[p]
        if (wy[p] < y0) y0 = wy[p]
        if (wy[p] > y1) y1 = wy[p]
      }
      boxes.set([x0, y0, x1, y1], 4 * i)
      const range = classes[kind[i]]
      if (range) { range[0] = Math.min(range[0], i); range[1] = i + 1 }
    }
    return Object.assign(data, { firsts, boxes, classes })
  }

  const Base = Canvas.extend({
    // `over` draws above coloured areas: only water and thin lines, so that the colours stay true.
    async show({ urls, hues, over }) {
      const layers = await Promise.all(urls.map((url) => fetched(url).then(ready)))
      Object.assign(this, { _data: layers, _hues: hues, _over: over })
      return this.redraw()
    },
    path(layers, kind, { scale, corner, ratio, w, h }, closed) {
      const path = new Path2D()
      const k = scale * ratio
      const [ox, oy] = [corner.x * ratio, corner.y * ratio]
      const [left, top, right, bottom] = [corner.x / scale, corner.y / scale, (corner.x + w) / scale, (corner.y + h) / scale]
      const least = (closed ? 0.8 : 0.6) * ratio
      const tiny = 1.2 / scale
      let any = false
      for (const { classes, boxes, firsts, wx, wy } of layers) {
        for (let i = classes[kind][0]; i < classes[kind][1]; i++) {
          const b = 4 * i
          if (boxes[b] > right || boxes[b + 2] < left || boxes[b + 1] > bottom || boxes[b + 3] < top) continue
          if (boxes[b + 2] - boxes[b] < tiny && boxes[b + 3] - boxes[b + 1] < tiny) continue
          const last = firsts[i + 1] - 1
          let [px, py] = [wx[firsts[i]] * k - ox, wy[firsts[i]] * k - oy]
          path.moveTo(px, py)
          for (let p = firsts[i] + 1; p <= last; p++) {
            const [x, y] = [wx[p] * k - ox, wy[p] * k - oy]
            if (p < last && Math.abs(x - px) < least && Math.abs(y - py) < least) continue
            path.lineTo(x, y)
            px = x
            py = y
          }
          if (closed) path.closePath()
          any = true
        }
      }
      return any ? path : null
    },
    _draw(context, frame) {
      const zoom = this._map.getZoom()
      const { ratio } = frame
      const [hues, over, layers] = [this._hues, this._over, this._data]
      context.clearRect(0, 0, this._canvas.width, this._canvas.height)
      context.lineJoin = "round"
      context.lineCap = "round"
      for (const [kind, hue, from] of FLAT) {
        if (zoom < from || (over && kind !== WATER)) continue
        const path = this.path(layers, kind, frame, true)
        if (!path) continue
        context.fillStyle = hues[hue]
        context.fill(path) // rings turn opposite ways, so holes stay holes where parts overlap
      }
      for (const [kind, hue, from, at16] of WET) if (zoom >= from) {
        const path = this.path(layers, kind, frame)
        if (path) line(context, path, hues[hue], wide(at16, zoom) * ratio)
      }
      const roads = ROADS.filter(([, , from]) => zoom >= from)
        .map(([kind, hue, , at16]) => [this.path(layers, kind, frame), hue, wide(at16, zoom)])
        .filter(([path]) => path)
      if (over) {
        for (const [path, hue, width] of roads) {
          context.globalAlpha = hue === "main" ? 0.4 : 0.2
          line(context, path, hues.over, Math.min(width, 2) * ratio)
        }
        context.globalAlpha = 1
        return
      }
      for (const [path, hue, width] of roads) {
        if (hue === "path" || hue === "rail") line(context, path, hues[hue], width * ratio)
        else line(context, path, hues[`${hue}_edge`], (width < CASED ? width : width + 1.6) * ratio)
      }
      for (const [path, hue, width] of roads)
        if ((hue === "street" || hue === "main") && width >= CASED) line(context, path, hues[hue], width * ratio)
    },
  })

  function line(context, path, hue, width) {
    context.strokeStyle = hue
    context.lineWidth = width
    context.stroke(path)
  }

  // Names: the most important first, none over another.
  const Names = Canvas.extend({
    async show({ urls, hues }) {
      const layers = await Promise.all(urls.map((url) => fetched(url)))
      const labels = layers.flatMap(({ labels }) => labels)
      labels.sort((a, b) => b[2] - a[2] || b[3] - a[3])
      this._data = labels.map(([lon, lat, kind, size, turn, text]) => {
        const sine = Math.sin((lat * Math.PI) / 180)
        return {
          x: lon / 360 + 0.5, y: 0.5 - Math.log((1 + sine) / (1 - sine)) / (4 * Math.PI),
          kind, turn, text, size: size / (EARTH * Math.sqrt(1 - sine * sine)),
        }
      })
      this._hues = hues
      this._widths ||= new Map()
      return this.redraw()
    },
    _width(context, font, text) {
      const key = `${font}${text}`
      if (!this._widths.has(key)) {
        context.font = font
        this._widths.set(key, context.measureText(text).width)
      }
      return this._widths.get(key)
    },
    _draw(context, { scale, corner, ratio, w, h }) {
      const zoom = this._map.getZoom()
      context.setTransform(1, 0, 0, 1, 0, 0)
      context.clearRect(0, 0, this._canvas.width, this._canvas.height)
      context.textAlign = "center"
      context.textBaseline = "middle"
      context.lineJoin = "round"
      const taken = this.options.taken?.(corner) ?? []
      const spots = new Map()
      let count = 0
      for (const label of this._data) {
        const how = NAMES[label.kind]
        if (!how || zoom < how.from || count >= MOST_NAMES) continue
        const [x, y] = [label.x * scale - corner.x, label.y * scale - corner.y]
        if (x < 0 || y < 0 || x > w || y > h) continue
        const width = this._width(context, how.font, label.text)
        const room = label.size * scale
        if ((how.along && room < width + 10) || (how.area && room < Math.max(26, width * 0.75))) continue
        const turn = how.along ? (label.turn * Math.PI) / 180 : 0
        const [across, down] = [Math.abs(Math.cos(turn)), Math.abs(Math.sin(turn))]
        const [bw, bh] = [(width * across + 14 * down) / 2 + 4, (width * down + 14 * across) / 2 + 3]
        const box = [x - bw, y - bh, x + bw, y + bh]
        if (taken.some((other) => box[0] < other[2] && other[0] < box[2] && box[1] < other[3] && other[1] < box[3])) continue
        const near = spots.get(label.text) || []
        if (near.some(([nx, ny]) => Math.hypot(nx - x, ny - y) < APART)) continue
        spots.set(label.text, [...near, [x, y]])
        taken.push(box)
        count += 1
        write(context, label.text, how, this._hues, x, y, turn, ratio)
      }
      context.setTransform(1, 0, 0, 1, 0, 0)
      this.count = count
    },
  })

  function write(context, text, { font, hue }, hues, x, y, turn, ratio) {
    context.setTransform(ratio, 0, 0, ratio, x * ratio, y * ratio)
    context.rotate(-turn)
    context.font = font
    context.lineWidth = 3
    context.strokeStyle = hues.halo
    context.strokeText(text, 0, 0)
    context.fillStyle = hues[hue]
    context.fillText(text, 0, 0)
  }

  return { Base, Names }
})()
