// Layers of any size for the map: points and areas that come once as packed bytes (see
// sharedground/export/packed.py), are drawn on a canvas, and are filtered by a mask. No name is
// in them; what is clicked is told as a row number.
window.SharedGroundLayer = (() => {
  const MAGIC = 0x314c4753 // "SGL1"
  const NOWHERE = 255
  const TILE = 256
  const PAD = 0.1 // of the map's size is drawn beyond each side, to be there while it is moved
  const NEAR = 9 // px from a point within which a click or a finger means it
  const TYPES = { u1: Uint8Array, u2: Uint16Array, u4: Uint32Array }
  const held = new Map() // decoded layers of this page by address without its token

  async function fetched(url) {
    const key = url.split("?")[0]
    if (!held.has(key)) {
      const coming = fetch(url).then(async (answer) => {
        if (!answer.ok) throw new Error(`layer ${answer.status}`)
        return decoded(await answer.arrayBuffer())
      })
      held.set(key, coming)
      coming.catch(() => held.delete(key))
    }
    return held.get(key)
  }

  function decoded(buffer) {
    const view = new DataView(buffer)
    if (view.getUint32(0, true) !== MAGIC) throw new Error("not a layer")
    const length = view.getUint32(4, true)
    const head = JSON.parse(new TextDecoder().decode(new Uint8Array(buffer, 8, length)))
    const columns = {}
    for (const [name, type, count, at] of head.columns)
      columns[name] = new TYPES[type](buffer, 8 + length + at, count)
    return { ...head, ...columns, ...worldly(head, head.delta ? summed(columns, head.bits) : columns) }
  }

  // Steps from the point before, as positions.
  function summed({ x, x2, y, y2 }, bits) {
    const [most, n] = [2 ** bits, x.length]
    const [sx, sy] = [new Float64Array(n), new Float64Array(n)]
    let [ax, ay] = [0, 0]
    for (let i = 0; i < n; i++) {
      sx[i] = ax = (ax + x[i] + (x2 ? x2[i] * 65536 : 0)) % most
      sy[i] = ay = (ay + y[i] + (y2 ? y2[i] * 65536 : 0)) % most
    }
    return { x: sx, y: sy }
  }

  // Positions in the world's square from (0, 0) in the north-west to (1, 1): Leaflet's plane.
  function worldly({ box: [west, south, east, north], bits }, { x, x2, y, y2 }) {
    const most = 2 ** bits - 1
    const n = x.length
    const [wx, wy] = [new Float64Array(n), new Float64Array(n)]
    const [kx, ky] = [(east - west) / most / 360, (north - south) / most]
    const x0 = (west + 180) / 360
    for (let i = 0; i < n; i++) {
      const [sx, sy] = x2 ? [x[i] + x2[i] * 65536, y[i] + y2[i] * 65536] : [x[i], y[i]]
      wx[i] = x0 + sx * kx
      wy[i] = 0.5 - Math.log(Math.tan(Math.PI / 4 + ((south + sy * ky) * Math.PI) / 360)) / (2 * Math.PI)
    }
    return { wx, wy }
  }

  function bitsOf(base64) {
    const text = atob(base64)
    return Uint8Array.from(text, (letter) => letter.charCodeAt(0))
  }

  // Which items a mask means, as 0 and 1: all, those of some kinds, or those whose bit is set.
  async function chosen(mask, n, kind) {
    const out = new Uint8Array(n)
    if (!mask) return out.fill(1)
    if (mask.kinds) {
      const wanted = new Uint8Array(256)
      for (const k of mask.kinds) wanted[k] = 1
      for (let i = 0; i < n; i++) out[i] = wanted[kind[i]]
      return out
    }
    const bits = mask.bits !== undefined ? bitsOf(mask.bits) : await fetchedBits(mask.url)
    for (let i = 0; i < n; i++) out[i] = (bits[i >> 3] >> (i & 7)) & 1
    return out
  }

  async function fetchedBits(url) {
    const answer = await fetch(url)
    if (!answer.ok) throw new Error(`mask ${answer.status}`)
    return new Uint8Array(await answer.arrayBuffer())
  }

  const Canvas = L.Layer.extend({
    initialize(options) { L.setOptions(this, options) },
    onAdd(map) {
      this._canvas = L.DomUtil.create("canvas", `${this.options.zooms ? "leaflet-zoom-animated" : "leaflet-zoom-hide"} sg-layer`, map.getPane(this.options.pane))
      this._canvas.style.pointerEvents = "none"
      map.on("moveend zoomend resize", this.redraw, this)
      if (this.options.zooms) map.on("zoomanim", this._zooming, this)
      this.redraw()
    },
    onRemove(map) {
      map.off("moveend zoomend resize", this.redraw, this)
      map.off("zoomanim", this._zooming, this)
      this._canvas.remove()
    },
    // What is drawn is stretched until the map has come to rest.
    _zooming({ center, zoom }) {
      if (!this._drawnAt) return
      const map = this._map
      const scale = map.getZoomScale(zoom, this._drawnAt.zoom)
      const half = map.getSize().multiplyBy(0.5 + (this.options.pad ?? PAD))
      const offset = half.multiplyBy(-scale).add(map.project(this._drawnAt.center, zoom))
        .subtract(map._getNewPixelOrigin(center, zoom))
      L.DomUtil.setTransform(this._canvas, offset, scale)
    },
    redraw() {
      if (!this._map || !this._data) return this
      const began = performance.now()
      const map = this._map
      const size = map.getSize()
      const ratio = Math.min(window.devicePixelRatio || 1, 2)
      const share = this.options.pad ?? PAD
      const pad = L.point(Math.round(size.x * share), Math.round(size.y * share))
      const [w, h] = [size.x + 2 * pad.x, size.y + 2 * pad.y]
      const corner = map.getPixelBounds().min.subtract(pad)
      L.DomUtil.setPosition(this._canvas, map.containerPointToLayerPoint([-pad.x, -pad.y]))
      if (this._canvas.width !== Math.round(w * ratio) || this._canvas.height !== Math.round(h * ratio)) {
        this._canvas.width = Math.round(w * ratio)
        this._canvas.height = Math.round(h * ratio)
        Object.assign(this._canvas.style, { width: `${w}px`, height: `${h}px` })
      }
      const scale = TILE * 2 ** map.getZoom()
      this._drawnAt = { center: map.getCenter(), zoom: map.getZoom() }
      const context = this._canvas.getContext("2d", { willReadFrequently: !this.options.vector })
      this._draw(context, { scale, corner, ratio, w, h })
      this.drawnIn = performance.now() - began
      this.fire("drawn")
      return this
    },
    toWorld(latlng) {
      const scale = TILE * 2 ** this._map.getZoom()
      return this._map.project(latlng).divideBy(scale)
    },
  })

  // Points. `state[i]` is 0 hidden, 1 shown, 2 shown small (it lies outside what is asked for).
  const Points = Canvas.extend({
    async show({ url, found, inside, look, kinds, picked, faded }) {
      const data = await fetched(url)
      const [seen, near, old] = await Promise.all([
        chosen(found, data.n, data.kind), inside ? chosen(inside, data.n, data.kind) : null,
        faded ? chosen(faded, data.n, data.kind) : null,
      ])
      const state = new Uint8Array(data.n)
      let count = 0
      for (let i = 0; i < data.n; i++) {
        if (!seen[i] || data.kind[i] === NOWHERE) continue
        state[i] = near && !near[i] ? 2 : 1
        count += state[i] === 1
      }
      Object.assign(this, { _data: data, _state: state, _old: old, _look: look, _kinds: kinds, _picked: picked, count })
      this._index = data.index || (data.index = index(data))
      return this.redraw()
    },
    // Rows of the points that lie in the window now, at most so many.
    inView(most) {
      const scale = TILE * 2 ** this._map.getZoom()
      const box = this._map.getPixelBounds()
      const rows = []
      this._each([box.min.x / scale, box.min.y / scale, box.max.x / scale, box.max.y / scale], (i) => {
        rows.push(i)
        return rows.length <= most
      })
      return rows
    },
    latlng(i) {
      return this._map.unproject(L.point(this._data.wx[i], this._data.wy[i]).multiplyBy(TILE * 2 ** this._map.getZoom()))
    },
    at(latlng) {
      const at = this.toWorld(latlng)
      const scale = TILE * 2 ** this._map.getZoom()
      const r = NEAR / scale
      let [best, least] = [-1, r * r]
      this._each([at.x - r, at.y - r, at.x + r, at.y + r], (i) => {
        const d = (this._data.wx[i] - at.x) ** 2 + (this._data.wy[i] - at.y) ** 2
        if (this._state[i] === 1 && d <= least) [best, least] = [i, d]
        return true
      })
      return best
    },
    clusterAt(latlng) {
      if (this.mode !== "counts") return null
      const { x, y } = this.toWorld(latlng)
      const hit = (this._clusters || []).find(([cx, cy, r]) => Math.hypot(cx - x, cy - y) <= r)
      return hit ? this._map.unproject(L.point(hit[0], hit[1]).multiplyBy(TILE * 2 ** this._map.getZoom())) : null
    },
    kindOf(i) { return this._data.kind[i] },
    isSmall(i) { return this._state[i] === 2 },
    isFaded(i) { return Boolean(this._old?.[i]) },
    _each(box, visit) {
      const { cells, starts, items, x0, y0, step } = this._index
      const { wx, wy } = this._data
      const c = (v, low) => Math.max(0, Math.min(cells - 1, Math.floor((v - low) / step)))
      const [left, right] = [c(box[0], x0), c(box[2], x0)]
      for (let row = c(box[1], y0); row <= c(box[3], y0); row++) {
        for (let k = starts[row * cells + left]; k < starts[row * cells + right + 1]; k++) {
          const i = items[k]
          if (!this._state[i] || wx[i] < box[0] || wx[i] > box[2] || wy[i] < box[1] || wy[i] > box[3]) continue
          if (!visit(i)) return
        }
      }
    },
    _draw(context, frame) {
      const { crowded = Infinity } = this.options
      const { scale, corner, w, h } = frame
      const box = [corner.x / scale, corner.y / scale, (corner.x + w) / scale, (corner.y + h) / scale]
      let many = 0
      this._each(box, (i) => (many += this._state[i] === 1) <= crowded)
      this.mode = many <= (this.options.room?.() ?? 0) ? "icons" : many > crowded ? "counts" : "dots"
      if (this.mode === "icons") context.clearRect(0, 0, this._canvas.width, this._canvas.height)
      if (this.mode === "counts") counts(this, context, frame, box)
      if (this.mode === "dots") dots(this, context, frame, box)
    },
  })

  // Each dot is stamped into a buffer of pixels that is put on the canvas once: forty times faster
  // than a drawing call for each where there is no graphics card.
  function dots(layer, context, { scale, corner, ratio }, box) {
    const [width, height] = [layer._canvas.width, layer._canvas.height]
    if (!layer._image || layer._image.width !== width || layer._image.height !== height) {
      layer._image = context.createImageData(width, height)
      layer._pixels = new Uint32Array(layer._image.data.buffer)
      layer._taken = new Uint8Array(width * height)
    }
    const { _pixels: pixels, _taken: taken, _state: state, _old: old } = layer
    pixels.fill(0)
    taken.fill(0)
    const { wx, wy, kind } = layer._data
    const k = scale * ratio
    const [ox, oy] = [corner.x * ratio, corner.y * ratio]
    const halo = rgba(layer._look.bg)
    const colours = layer._kinds.map(([colour]) => [rgba(colour), rgba(colour, 0.45)])
    const stamps = Object.fromEntries(["circle", "square"].map((shape) => [
      shape, [stamp(shape, 3.2 * ratio, ratio, width), stamp(shape, 1.3 * ratio, ratio, width)],
    ]))
    const shapes = layer._kinds.map(([, , shape]) => stamps[shape])
    const edge = Math.ceil(5 * ratio)
    layer._each(box, (i) => {
      const [x, y] = [(wx[i] * k - ox) | 0, (wy[i] * k - oy) | 0]
      if (x < edge || y < edge || x >= width - edge || y >= height - edge) return true
      const at = y * width + x
      const mark = kind[i] + 1
      if (taken[at] === mark) return true
      taken[at] = mark
      const { rim, fill } = shapes[kind[i]][state[i] === 2 ? 1 : 0]
      const colour = colours[kind[i]][old && old[i] ? 1 : 0]
      for (let j = 0; j < rim.length; j++) pixels[at + rim[j]] = halo
      for (let j = 0; j < fill.length; j++) pixels[at + fill[j]] = colour
      return true
    })
    context.putImageData(layer._image, 0, 0)
    ring(layer, context, scale, corner, ratio)
  }

  function ring(layer, context, scale, corner, ratio) {
    const i = layer._picked
    if (!(i >= 0) || !layer._state[i]) return
    context.beginPath()
    context.arc((layer._data.wx[i] * scale - corner.x) * ratio, (layer._data.wy[i] * scale - corner.y) * ratio, 8 * ratio, 0, 7)
    context.lineWidth = 3 * ratio
    context.strokeStyle = layer._look.ink
    context.stroke()
  }

  // Where points stand too close to be told apart, how many there are in each part of the map.
  function counts(layer, context, { scale, corner, ratio }, box) {
    const { wx, wy } = layer._data
    const cell = 62
    const found = new Map()
    layer._each(box, (i) => {
      if (layer._state[i] !== 1) return true
      // Cells are counted from the world's corner, so they stay where they are when it is moved.
      const [cx, cy] = [Math.floor((wx[i] * scale) / cell), Math.floor((wy[i] * scale) / cell)]
      const key = cy * 16777216 + cx
      const here = found.get(key)
      if (here) { here[0] += 1; here[1] += wx[i]; here[2] += wy[i] }
      else found.set(key, [1, wx[i], wy[i]])
      return true
    })
    context.clearRect(0, 0, layer._canvas.width, layer._canvas.height)
    context.textAlign = "center"
    context.textBaseline = "middle"
    const most = Math.max(1, ...[...found.values()].map(([n]) => n))
    layer._clusters = []
    for (const [n, sx, sy] of found.values()) {
      const [x, y] = [((sx / n) * scale - corner.x) * ratio, ((sy / n) * scale - corner.y) * ratio]
      const r = (9 + 11 * Math.sqrt(n / most)) * ratio
      context.beginPath()
      context.arc(x, y, r, 0, 7)
      context.fillStyle = layer._look.bg
      context.fill()
      context.lineWidth = 1.4 * ratio
      context.strokeStyle = layer._look.control
      context.stroke()
      context.fillStyle = layer._look.ink
      context.font = `650 ${12 * ratio}px "Atkinson Next",sans-serif`
      context.fillText(short(n), x, y)
      layer._clusters.push([sx / n, sy / n, r / ratio / scale])
    }
  }

  const short = (n) => (n < 1000 ? String(n) : n < 9950 ? `${(n / 1000).toFixed(1)}k` : `${Math.round(n / 1000)}k`)

  // The pixels of a dot and of the halo round it, as steps from its middle in a picture so wide. A
  // square has as many pixels as a circle of that radius.
  function stamp(shape, radius, rim, width) {
    const side = Math.round(radius * Math.sqrt(Math.PI))
    const middle = (side - 1) / 2 - Math.floor(side / 2)
    const [edge, far] = shape === "square"
      ? [side / 2, (x, y) => Math.max(Math.abs(x - middle), Math.abs(y - middle))]
      : [radius, Math.hypot]
    const out = { rim: [], fill: [] }
    const r = Math.ceil(radius + rim)
    for (let y = -r; y <= r; y++)
      for (let x = -r; x <= r; x++) {
        const d = far(x, y)
        if (d <= edge) out.fill.push(y * width + x)
        else if (d <= edge + rim) out.rim.push(y * width + x)
      }
    return out
  }

  function rgba(hex, share = 1) {
    const n = parseInt(hex.slice(1), 16)
    return ((Math.round(255 * share) << 24) | ((n & 255) << 16) | (((n >> 8) & 255) << 8) | (n >> 16)) >>> 0
  }

  // A grid over the points, so that a click and a small window look at few of them.
  function index({ n, wx, wy, kind }) {
    let [x0, y0, x1, y1] = [Infinity, Infinity, -Infinity, -Infinity]
    for (let i = 0; i < n; i++) {
      if (kind[i] === NOWHERE) continue
      if (wx[i] < x0) x0 = wx[i]
      if (wx[i] > x1) x1 = wx[i]
      if (wy[i] < y0) y0 = wy[i]
      if (wy[i] > y1) y1 = wy[i]
    }
    const cells = Math.max(1, Math.min(512, Math.ceil(Math.sqrt(n / 4))))
    const step = Math.max(x1 - x0, y1 - y0, 1e-9) / cells + 1e-15
    const starts = new Uint32Array(cells * cells + 1)
    const where = new Uint32Array(n)
    for (let i = 0; i < n; i++) {
      if (kind[i] === NOWHERE) continue
      const c = Math.min(cells - 1, Math.floor((wy[i] - y0) / step)) * cells + Math.min(cells - 1, Math.floor((wx[i] - x0) / step))
      where[i] = c
      starts[c + 1] += 1
    }
    for (let c = 0; c < cells * cells; c++) starts[c + 1] += starts[c]
    const next = starts.slice()
    const items = new Uint32Array(starts[cells * cells])
    for (let i = 0; i < n; i++) if (kind[i] !== NOWHERE) items[next[where[i]]++] = i
    return { cells, starts, items, x0, y0, step }
  }

  // Areas, with parts and holes; `classes[i]` is a shade, or -1 for no data.
  const Areas = Canvas.extend({
    async show({ url, classes, fills, only, faint, look, through }) {
      const data = await fetched(url)
      if (!data.boxes) Object.assign(data, outlines(data))
      const shades = classes ? new Int8Array((await fetchedBits(classes)).buffer) : null
      Object.assign(this, { _data: data, _classes: shades, _fills: fills, _only: only, _faint: faint, _look: look, _through: through })
      return this.redraw()
    },
    at(latlng) {
      const { x, y } = this.toWorld(latlng)
      const { n, boxes } = this._data
      for (let i = 0; i < n; i++) {
        const b = 4 * i
        if (x < boxes[b] || x > boxes[b + 2] || y < boxes[b + 1] || y > boxes[b + 3]) continue
        if (this._holds(i, x, y)) return i
      }
      return -1
    },
    _holds(i, x, y) {
      const { firsts, ringStarts, wx, wy } = this._data
      let within = false
      for (let r = firsts[i]; r < firsts[i + 1]; r++) {
        const [a, z] = [ringStarts[r], ringStarts[r + 1]]
        for (let p = a, q = z - 1; p < z; q = p++)
          if (wy[p] > y !== wy[q] > y && x < ((wx[q] - wx[p]) * (y - wy[p])) / (wy[q] - wy[p]) + wx[p]) within = !within
      }
      return within
    },
    _draw(context, { scale, corner, ratio, w, h }) {
      const { n, boxes, firsts, ringStarts, wx, wy } = this._data
      const k = scale * ratio
      const [ox, oy] = [corner.x * ratio, corner.y * ratio]
      const [left, top, right, bottom] = [corner.x / scale, corner.y / scale, (corner.x + w) / scale, (corner.y + h) / scale]
      const paths = new Map()
      const least = 0.8 * ratio
      for (let i = 0; i < n; i++) {
        const b = 4 * i
        if (boxes[b] > right || boxes[b + 2] < left || boxes[b + 1] > bottom || boxes[b + 3] < top) continue
        const shade = this._classes ? this._classes[i] : -2
        let path = paths.get(shade)
        if (!path) paths.set(shade, (path = new Path2D()))
        for (let r = firsts[i]; r < firsts[i + 1]; r++) {
          const [a, z] = [ringStarts[r], ringStarts[r + 1]]
          let [px, py] = [wx[a] * k - ox, wy[a] * k - oy]
          path.moveTo(px, py)
          for (let p = a + 1; p < z; p++) {
            const [x, y] = [wx[p] * k - ox, wy[p] * k - oy]
            if (Math.abs(x - px) < least && Math.abs(y - py) < least) continue
            path.lineTo(x, y)
            px = x
            py = y
          }
          path.closePath()
        }
      }
      context.clearRect(0, 0, this._canvas.width, this._canvas.height)
      context.lineJoin = "round"
      context.lineWidth = (n > 3000 ? 0.5 : 1) * ratio
      for (const [shade, path] of paths) {
        if (shade !== -2 || !this._through) {
          context.fillStyle = shade === -2 ? this._look.surface : shade < 0 ? hatch(context, this._look, ratio) : this._fills[shade]
          context.globalAlpha = shade === -2 || this._only === null || shade === this._only ? 1 : this._faint
          context.fill(path, "evenodd")
          context.globalAlpha = 1
        }
        context.strokeStyle = this._classes ? this._look.bg : this._look.line
        context.stroke(path)
      }
    },
  })

  function outlines({ n, counts: rings, sizes, wx, wy }) {
    const firsts = new Uint32Array(n + 1)
    for (let i = 0; i < n; i++) firsts[i + 1] = firsts[i] + rings[i]
    const ringStarts = new Uint32Array(sizes.length + 1)
    for (let r = 0; r < sizes.length; r++) ringStarts[r + 1] = ringStarts[r] + sizes[r]
    const boxes = new Float64Array(4 * n)
    for (let i = 0; i < n; i++) {
      let [x0, y0, x1, y1] = [Infinity, Infinity, -Infinity, -Infinity]
      for (let p = ringStarts[firsts[i]]; p < ringStarts[firsts[i + 1]]; p++) {
        if (wx[p] < x0) x0 = wx[p]
        if (wx[p] > x1) x1 = wx[p]
        if (wy[p] < y0) y0 = wy[p]
        if (wy[p] > y1) y1 = wy[p]
      }
      boxes.set([x0, y0, x1, y1], 4 * i)
    }
    return { firsts, ringStarts, boxes }
  }

  // Stripes at 45 degrees: no data.
  function hatch(context, look, ratio) {
    const tile = document.createElement("canvas")
    const side = 14 * ratio
    tile.width = tile.height = side
    const pen = tile.getContext("2d")
    pen.fillStyle = look.hatchBg
    pen.fillRect(0, 0, side, side)
    pen.strokeStyle = look.hatch
    pen.lineWidth = 2.8 * ratio
    pen.beginPath()
    for (const [x0, y0, x1, y1] of [[-3, 3, 3, -3], [0, 14, 14, 0], [11, 17, 17, 11]]) {
      pen.moveTo(x0 * ratio, y0 * ratio)
      pen.lineTo(x1 * ratio, y1 * ratio)
    }
    pen.stroke()
    return context.createPattern(tile, "repeat")
  }

  return { Canvas, Points, Areas, fetched, decoded }
})()
