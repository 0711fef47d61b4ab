// Draws the map inside streamlit-folium's frame. Outlines, names and signs come once from an address
// of their own; the page sends figures only: at each change, which class each area is in and where
// each place lies. A name reaches this file as code points and is written by textContent, so no
// name can act as code.
window.SharedGroundMap = (() => {
  const ICON = 26 // 22 px of marker and 2 px of halo on each side
  const DOT = 3.6
  const MOST_ICONS = 400
  const CROWDED = 6000 // dots in the window, before they become counts
  const MOST_COVERED = 0.4 // of the map's surface, before markers become dots
  const FADED = 0.5 // places that nobody checked for long
  const SHIFTS = [0, -16, 16, -32, 32, -48, 48] // px
  const OWN_MAX_ZOOM = 18
  const VIEW = "at" // in the page's address
  const SVG = "http://www.w3.org/2000/svg"
  const memory = (window.SharedGroundMemory = window.SharedGroundMemory || {})

  const text = (points) => String.fromCodePoint(...points)

  const feature = (coordinates, area) => ({
    type: "Feature", properties: { area }, geometry: { type: "MultiPolygon", coordinates },
  })

  // What stays: panes, controls, words, and the extent. Outlines come with `outlines`.
  function base(map, given) {
    const data = { ...given, names: [], groups: [], signs: {} }
    const ground = { map, data, moved: false, tiles: null, tileSeen: false, from: "" }
    memory.ground = ground
    document.title = text(data.words.title)
    // Folium forbids zooming with two fingers on the whole frame; people with low vision need it.
    for (const meta of document.querySelectorAll("meta[name=viewport]"))
      meta.content = "width=device-width,initial-scale=1"
    const box = map.getContainer()
    box.setAttribute("role", "region")
    box.setAttribute("aria-label", text(data.words.title))
    // Leaflet takes the focus when it is pressed. Where only a part of the map was in sight, the page
    // moved under the finger then, and the click missed.
    box.focus = () => HTMLElement.prototype.focus.call(box, { preventScroll: true })
    map.attributionControl?.remove()
    for (const [name, z] of [["sgGround", 250], ["sgGroundNames", 408], ["sgLines", 410], ["sgChosen", 420], ["sgDots", 500], ["sgNames", 550]]) {
      map.createPane(name).style.zIndex = z
      map.getPane(name).style.pointerEvents = "none"
    }
    map.getPane("sgNames").setAttribute("aria-hidden", "true")
    ground.areas = L.geoJSON([], { style: { weight: 1, fillOpacity: 1 } }).addTo(map)
    ground.lines = L.geoJSON([], {
      pane: "sgLines", interactive: false, style: { fill: false, weight: 1.4 },
    }).addTo(map)
    ground.packed = null
    ground.points = null
    L.control.scale({ imperial: false, maxWidth: 110 }).addTo(map)
    for (const [corner, name] of [[".leaflet-control-zoom-in", "closer"], [".leaflet-control-zoom-out", "further"]]) {
      const button = box.querySelector(corner)
      button?.setAttribute("aria-label", text(data.words[name]))
      button?.setAttribute("title", text(data.words[name]))
    }
    gentle(ground)
    hold(ground)
    if (data.linked) begin(ground)
    // Names are measured to be placed, so again once their style and letters have come.
    for (const sheet of document.querySelectorAll("link[rel=stylesheet]"))
      sheet.addEventListener("load", () => names(ground))
    document.fonts.addEventListener("loadingdone", () => names(ground))
    map.on("moveend", () => {
      tell(ground)
      if (!memory.shown || memory.shown.points || !ground.from) return
      places(ground, memory.shown)
      names(ground)
    })
    large(ground)
    SharedGroundOwn.attach(ground)
    return ground
  }

  // Outlines, names and signs: fetched once for a place and a look, and kept by the browser.
  async function outlines(ground, url) {
    const from = url.split("?")[0]
    if (ground.from === from) return
    const answer = await fetch(url)
    if (!answer.ok) throw new Error(`outlines ${answer.status}`)
    const data = await answer.json()
    if (ground.from === from) return
    ground.from = from
    Object.assign(ground.data, data)
    ground.areas.clearLayers().addData(data.areas.map(feature))
    ground.lines.clearLayers().addData(data.groups.map(feature))
  }

  // Layers of many places or areas are drawn on canvas, so a click is matched here.
  function large(ground) {
    const { map } = ground
    map.createPane("sgPacked").style.zIndex = 405
    map.on("click", (event) => {
      if (ground.sketching) return
      const number = ground.points?.at(event.latlng) ?? -1
      if (number >= 0) return SharedGroundOwn.tell(ground, event.latlng, { asset: number })
      const cluster = ground.points?.clusterAt(event.latlng)
      if (cluster) return map.setView(cluster, Math.min(map.getZoom() + 2, OWN_MAX_ZOOM))
      const area = ground.packed?.at(event.latlng) ?? -1
      if (area >= 0) SharedGroundOwn.tell(ground, event.latlng, { area })
    })
    map.on("mousemove", (event) => {
      if (!ground.points && !ground.packed) return
      const over = (ground.points?.at(event.latlng) ?? -1) >= 0 || ground.points?.clusterAt(event.latlng)
      map.getContainer().style.cursor = over ? "pointer" : ""
    })
  }

  function canvases(ground, state) {
    const { map } = ground
    if (state.packed) {
      ground.packed ||= new SharedGroundLayer.Areas({ pane: "sgPacked" }).addTo(map)
      const through = Boolean(state.ground)
      late(ground, ground.packed.show({ ...state.packed, fills: state.fills, only: state.only, faint: state.faint, look: state.look, through }))
    }
    if (!state.points) return
    if (!ground.points) {
      ground.points = new SharedGroundLayer.Points({
        pane: "sgDots", crowded: CROWDED, room: () => roomFor(map),
      }).addTo(map)
      ground.points.on("drawn", () => {
        places(ground, memory.shown)
        names(ground)
      })
    }
    late(ground, ground.points.show({
      ...state.points, look: state.look, kinds: state.kinds, picked: state.picked,
    }))
  }

  // The place's own background: below the areas; where they have colours, thin lines above them.
  function background(ground, state) {
    const { map } = ground
    const coloured = Boolean(state.classes || state.packed?.classes)
    const shown = state.ground && !(ground.tileSeen && ground.tiles)
    credit(ground, state)
    map.getContainer().style.background = shown ? state.ground.hues.land : ""
    for (const pane of ["sgGround", "sgGroundNames"]) map.getPane(pane).style.display = shown ? "" : "none"
    if (!state.ground) return
    map.getPane("sgGround").style.zIndex = coloured ? 407 : 250
    if (!ground.back) {
      const how = { pad: 0.2, vector: true, zooms: true }
      ground.back = new SharedGroundBackground.Base({ ...how, pane: "sgGround" }).addTo(map)
      ground.written = new SharedGroundBackground.Names({
        ...how, pane: "sgGroundNames", taken: (corner) => takenBy(map, corner),
      }).addTo(map)
    }
    const strong = window.matchMedia("(prefers-contrast: more)").matches
    const hues = { ...state.ground.hues, over: state.look.ink, ...(strong ? {
      label: state.look.ink, leaf: state.look.ink, wet: state.look.ink,
      street_edge: state.look.control, main_edge: state.look.ink, path: state.look.control,
    } : {}) }
    late(ground, ground.back.show({ urls: state.ground.urls, hues, over: coloured }))
    late(ground, ground.written.show({ urls: state.ground.urls, hues }))
  }

  // Where the names of neighbourhoods stand already, in the canvas's own pixels.
  function takenBy(map, corner) {
    const origin = map.getPixelOrigin().subtract(corner)
    return [...map.getPane("sgNames").children].map((label) => {
      const at = L.DomUtil.getPosition(label).add(origin)
      return [at.x - 4, at.y - 2, at.x + label.offsetWidth + 4, at.y + label.offsetHeight + 2]
    })
  }

  // Whose background it is: written as text, so that no name can act as code.
  function credit(ground, state) {
    ground.credit?.remove()
    ground.credit = null
    const tiles = ground.tiles && ground.tileSeen
    if (!tiles && !state.ground) return
    ground.credit = L.control({ position: "bottomright" })
    ground.credit.onAdd = () => {
      const line = L.DomUtil.create("div", "leaflet-control-attribution sg-credit")
      const { link, credit: whose } = tiles ? state.streets : state.ground
      const words = link ? L.DomUtil.create("a", "", line) : line
      if (link) Object.assign(words, { href: link, target: "_blank", rel: "noopener" })
      words.textContent = text(whose)
      return line
    }
    ground.credit.addTo(ground.map)
  }

  function hint(ground, words, ms) {
    const line = document.createElement("div")
    line.className = "sg-hint sg-on"
    line.setAttribute("role", "status")
    line.textContent = text(words)
    ground.map.getContainer().append(line)
    if (ms) setTimeout(() => line.remove(), ms)
  }

  // What is still on its way is said, and so is what did not come: the list has the same.
  function late(ground, coming) {
    const box = ground.map.getContainer()
    box.setAttribute("aria-busy", "true")
    coming.catch(() => hint(ground, ground.data.words.lost)).finally(() => box.removeAttribute("aria-busy"))
  }

  // The page scrolls past the map: the wheel zooms after a click, and one finger scrolls.
  function gentle({ map, data }) {
    map.scrollWheelZoom.disable()
    map.on("click focus", () => map.scrollWheelZoom.enable())
    map.on("mouseout blur", () => map.scrollWheelZoom.disable())
    if (!window.matchMedia("(pointer:coarse)").matches) return
    map.dragging.disable()
    const hint = document.createElement("div")
    hint.className = "sg-hint"
    hint.textContent = text(data.words.fingers)
    map.getContainer().append(hint)
    map.getContainer().addEventListener("touchmove", (event) => {
      hint.classList.toggle("sg-on", event.touches.length === 1)
      if (event.touches.length === 1) setTimeout(() => hint.classList.remove("sg-on"), 1500)
    }, { passive: true })
  }

  // The frame's height is the page's choice, so that a phone can have a lower map.
  function hold(ground) {
    const { map } = ground
    for (const kind of ["mousedown", "wheel", "keydown", "touchstart"])
      map.getContainer().addEventListener(kind, () => { ground.moved = true }, { passive: true, capture: true })
    const size = () => {
      if (!window.innerHeight) return
      map.getContainer().style.height = `${window.innerHeight}px`
      map.invalidateSize({ pan: false })
      if (!ground.moved) map.fitBounds(ground.wanted || ground.data.bounds, { animate: false, padding: [8, 8] })
    }
    window.addEventListener("resize", size)
    map.fitBounds(ground.data.bounds, { animate: false, padding: [8, 8] })
    size() // the page may have set the height already, and then no resize comes
  }

  // The view stands in the page's address as latitude, longitude and zoom, so that a link shows the
  // same. The page writes its own settings there too, and these are left as they are.
  function begin(ground) {
    const [lat, lon, zoom] = (new URLSearchParams(parent.location.search).get(VIEW) || "").split(",").map(Number)
    if (!Number.isFinite(lat) || !Number.isFinite(lon) || !(zoom >= 1 && zoom <= OWN_MAX_ZOOM)) return
    if (!L.latLngBounds(ground.data.bounds).pad(1).contains([lat, lon])) return
    ground.map.setView([lat, lon], zoom, { animate: false })
    ground.moved = ground.given = true
  }

  // Where somebody asks what is near them, the address must not tell.
  function tell({ map, data, moved, went }) {
    if (!data.linked || !memory.shown) return
    const { lat, lng } = map.getCenter()
    const said = `${VIEW}=${lat.toFixed(5)},${lng.toFixed(5)},${Number(map.getZoom().toFixed(1))}`
    const rest = parent.location.search.slice(1).split("&").filter((one) => one && !one.startsWith(`${VIEW}=`))
    if (!memory.shown.here && (moved || went)) rest.push(said)
    const address = new URL(parent.location.href)
    address.search = rest.join("&")
    if (address.href !== parent.location.href) parent.history.replaceState(parent.history.state, "", address)
  }

  // What changes: colours, the chosen area, places, the part of the map looked at.
  function show(map, group, state) {
    const ground = memory.ground
    const shown = (memory.shown = { ...state, group, drawn: new Map(), mode: "" })
    window.feature_group = []
    map.getContainer().setAttribute("aria-description", text(state.told || []))
    dress(ground, state)
    SharedGroundOwn.show(ground, state)
    look(ground, state.view)
    tell(ground) // the page may have written its settings over it
    late(ground, outlines(ground, state.base).then(() => {
      if (memory.shown === shown) draw(ground, group, shown)
    }))
  }

  function draw(ground, group, state) {
    state.kinds = state.kinds.map((code) => ground.data.signs[code])
    dress(ground, state)
    streets(ground, state)
    background(ground, state)
    paint(ground, state)
    for (const [weight, colour] of [[7, state.look.bg], [3.5, state.look.ink]]) {
      if (state.chosen) L.geoJSON(state.chosen, {
        pane: "sgChosen", interactive: false, style: { fill: false, weight, color: colour, opacity: 1 },
      }).addTo(group)
    }
    // Where a sensitive place lies is not told: only the square it is in or near.
    for (const corners of state.squares || []) L.polygon(corners, {
      pane: "sgLines", interactive: false, weight: 1.5, dashArray: "5 4", color: state.look.ink,
      fillColor: state.look.ink, fillOpacity: 0.06, opacity: 0.8,
    }).addTo(group)
    if (state.here && state.reach) L.circle(state.here, {
      pane: "sgChosen", interactive: false, radius: state.reach, weight: 2, dashArray: "6 5",
      color: state.look.brand, fillColor: state.look.brand, fillOpacity: 0.07, opacity: 1,
    }).addTo(group)
    if (state.here) L.circleMarker(state.here, {
      pane: "sgDots", interactive: false, radius: 9, weight: 4, color: state.look.brand,
      fillColor: state.look.bg, fillOpacity: 1,
    }).addTo(group)
    for (const at of state.lacking) L.marker(at, {
      icon: L.icon({ iconUrl: sign("?", state.look.ink), className: "sg-lacking", iconSize: [24, 24] }),
      interactive: false, keyboard: false, zIndexOffset: 900,
    }).addTo(group)
    state.spots.forEach((at, i) => L.marker(at, {
      icon: L.icon({ iconUrl: sign(i + 1, state.look.bg), className: "sg-spot", iconSize: [30, 30] }),
      interactive: false, keyboard: false, zIndexOffset: 950 - i,
    }).addTo(group))
    // A target: it is told by its shape from the dots, the signs and the ring of a postcode.
    for (const [radius, weight, colour, fill] of [
      [13, 9, "bg", 0], [13, 4, "brand", 0.35], [4, 0, "brand", 1],
    ]) if (state.mark) L.circleMarker(state.mark, {
      pane: "sgDots", interactive: false, radius, weight, color: state.look[colour], opacity: 1,
      fillColor: state.look[fill < 1 ? "bg" : "brand"], fillOpacity: fill,
    }).addTo(group)
    canvases(ground, state)
    places(ground, state)
    requestAnimationFrame(() => { // the group's markers are on the map by then
      names(ground)
      ground.written?.redraw()
    })
  }

  function dress({ map, lines }, { look: hue, dark }) {
    const root = document.documentElement
    for (const [name, value] of Object.entries(hue)) root.style.setProperty(`--sg-${name}`, value)
    root.style.colorScheme = dark ? "dark" : "light"
    root.classList.toggle("sg-dark", dark)
    lines.setStyle({ color: hue.control, opacity: 1 })
    hatch(map, hue)
  }

  // SVG can fill with a pattern: the hatch that means "no data".
  function hatch(map, hue) {
    const svg = map.getPane("overlayPane").querySelector("svg")
    if (!svg) return
    svg.querySelector("defs")?.remove()
    const make = (name, marks, parent) => {
      const node = document.createElementNS(SVG, name)
      for (const [key, value] of Object.entries(marks)) node.setAttribute(key, value)
      parent.append(node)
      return node
    }
    const pattern = make("pattern", { id: "sg-no-data", width: 14, height: 14, patternUnits: "userSpaceOnUse" },
      make("defs", {}, svg))
    make("rect", { width: 14, height: 14, fill: hue.hatchBg }, pattern)
    make("path", { d: "M-3 3L3 -3M0 14L14 0M11 17L17 11", stroke: hue.hatch, "stroke-width": 2.8 }, pattern)
  }

  function paint(ground, { classes, fills, only, faint, look: hue }) {
    const through = ground.tileSeen && ground.tiles
    const own = Boolean(memory.shown?.ground) && !through
    const grouped = ground.data.groups.length > 0
    let place = 0
    ground.areas.eachLayer((layer) => {
      const found = classes ? classes[place] : null
      place += 1
      const strength = found === null || only === null || found === only ? 1 : faint
      const fill = found === null ? hue.surface : found < 0 ? "url(#sg-no-data)" : fills[found]
      layer.setStyle({
        fillColor: fill,
        fillOpacity: strength * (through ? (found === null ? 0 : 0.6) : own && found === null ? 0 : 1),
        color: classes ? hue.bg : grouped ? hue.line : hue.control,
        weight: classes ? 1.6 : 1,
        opacity: 1,
      })
    })
  }

  // Streets are a picture behind. Until one has come, nothing of the map is let go.
  function streets(ground, state) {
    if (!state.streets) {
      ground.tiles?.remove()
      ground.tiles = null
      ground.tileSeen = false
      return
    }
    if (ground.tiles && ground.tilesFrom === state.streets.url) return
    ground.tiles?.remove()
    ground.tilesFrom = state.streets.url
    ground.tileSeen = false
    let told = false
    ground.tiles = L.tileLayer(state.streets.url, { maxZoom: OWN_MAX_ZOOM, className: "sg-streets" })
    ground.tiles.on("tileload", () => {
      if (ground.tileSeen) return
      ground.tileSeen = true
      background(ground, memory.shown)
      paint(ground, memory.shown)
    })
    // One line says so, and what was on the map stays.
    ground.tiles.on("tileerror", () => {
      if (ground.tileSeen || told) return
      told = true
      hint(ground, ground.data.words.noStreets, 8000)
    })
    ground.tiles.addTo(ground.map)
  }

  // Go there only when the page asks for another part: a filter leaves the map where it is.
  function look(ground, view) {
    if (view.id === memory.view) return
    const first = memory.view === undefined
    memory.view = view.id
    ground.wanted = view.bounds
    if (first && ground.given) return
    if (!first) ground.went = true
    const still = first || window.matchMedia("(prefers-reduced-motion: reduce)").matches
    if (still) ground.map.fitBounds(view.bounds, { animate: false, maxZoom: 16, padding: [8, 8] })
    else ground.map.flyToBounds(view.bounds, { duration: 0.8, maxZoom: 16, padding: [8, 8] })
  }

  // A letter or number to stand in a round sign: "?" for what people say is missing.
  function sign(letters, ink) {
    const drawn = `<svg xmlns="${SVG}" viewBox="0 0 24 24"><text x="12" y="17.5" text-anchor="middle" ` +
      `font-family="sans-serif" font-size="16" font-weight="700" fill="${ink}">${letters}</text></svg>`
    return `data:image/svg+xml,${encodeURIComponent(drawn)}`
  }

  // Names of neighbourhoods: as many as fit without touching, moved up or down off the markers.
  function names(ground) {
    const { map } = ground
    const pane = map.getPane("sgNames")
    pane.replaceChildren()
    const taken = []
    const markers = [...map.getPane("markerPane").children].map((icon) => {
      const at = L.DomUtil.getPosition(icon)
      return [at.x - ICON / 2, at.y - ICON / 2, at.x + ICON / 2, at.y + ICON / 2]
    })
    const [left, right] = [0, map.getSize().x].map((x) => map.containerPointToLayerPoint([x, 0]).x)
    for (const [lat, lon, points] of ground.data.names) {
      const label = document.createElement("span")
      label.className = "sg-name"
      label.textContent = text(points)
      pane.append(label)
      const at = map.latLngToLayerPoint([lat, lon])
      const [w, h] = [label.offsetWidth, label.offsetHeight]
      // A name whose middle is in sight is in sight as a whole.
      if (at.x > left && at.x < right) at.x = Math.max(left + w / 2 + 5, Math.min(right - w / 2 - 5, at.x))
      const best = SHIFTS.map((shift) => {
        const y = at.y + shift
        const box = [at.x - w / 2 - 3, y - h / 2, at.x + w / 2 + 3, y + h / 2]
        return { box, hits: markers.filter((m) => touch(box, m)).length }
      }).reduce((found, next) => (next.hits < found.hits ? next : found))
      if (best.hits > 1 || taken.some((other) => touch(best.box, other))) {
        label.remove()
        continue
      }
      taken.push(best.box)
      L.DomUtil.setPosition(label, L.point(best.box[0] + 3, best.box[1]))
    }
  }

  const touch = (a, b) => a[0] < b[2] && b[0] < a[2] && a[1] < b[3] && b[1] < a[3]

  const roomFor = (map) => Math.min(MOST_ICONS, (map.getSize().x * map.getSize().y * MOST_COVERED) / (ICON * ICON))

  // Few places of a large layer have icons, as all have on a small map.
  function packedPlaces(ground, shown) {
    const { map, points } = ground
    const rows = points.mode === "icons" ? points.inView(MOST_ICONS) : []
    const wanted = new Set(rows)
    for (const [number, layer] of shown.drawn) {
      if (wanted.has(number)) continue
      shown.group.removeLayer(layer)
      shown.drawn.delete(number)
    }
    for (const number of rows) {
      if (shown.drawn.has(number)) continue
      const { lat, lng } = points.latlng(number)
      const stale = points.isFaded(number)
      const layer = points.isSmall(number)
        ? dot(shown, [lat, lng, points.kindOf(number), number, 0, stale])
        : icon(shown, [lat, lng, points.kindOf(number), number, 1, stale])
      layer.options.interactive = false // the map's click finds it
      shown.drawn.set(number, layer.addTo(shown.group))
    }
    map.getContainer().dataset.places = String(points.count ?? "")
  }

  // A place is [latitude, longitude, kind, number, is in the chosen area, is stale].
  function places(ground, shown) {
    const { map } = ground
    if (shown.points) return ground.points?.count === undefined ? undefined : packedPlaces(ground, shown)
    const view = map.getBounds().pad(0.15)
    const near = shown.places.filter((p) => view.contains([p[0], p[1]]))
    const room = roomFor(map)
    const mode = near.filter((p) => p[4]).length <= room ? "icons" : "dots"
    if (mode !== shown.mode) {
      for (const layer of shown.drawn.values()) shown.group.removeLayer(layer)
      shown.drawn.clear()
      shown.mode = mode
    }
    const wanted = new Set(near.map((p) => p[3]))
    for (const [number, layer] of shown.drawn) {
      if (wanted.has(number)) continue
      shown.group.removeLayer(layer)
      shown.drawn.delete(number)
    }
    for (const p of near) {
      if (shown.drawn.has(p[3])) continue
      const layer = mode === "icons" && p[4] ? icon(shown, p) : dot(shown, p)
      layer.feature = { type: "Feature", properties: { asset: p[3] } }
      shown.drawn.set(p[3], layer.addTo(shown.group))
    }
    map.getContainer().dataset.places = String(shown.places.filter((p) => p[4]).length)
  }

  // Out of the order of the Tab key: the list beside the map has the same places.
  function icon(shown, [lat, lon, kind, number, , stale]) {
    const picked = number === shown.picked
    const side = picked ? ICON + 10 : ICON
    return L.marker([lat, lon], {
      icon: L.icon({
        iconUrl: shown.kinds[kind][1], iconSize: [side, side], iconAnchor: [side / 2, side / 2],
        className: picked ? `sg-icon sg-picked sg-${shown.kinds[kind][2]}` : "sg-icon",
      }),
      opacity: stale && !picked ? FADED : 1,
      keyboard: false, alt: "", riseOnHover: true, zIndexOffset: picked ? 1000 : 0,
    })
  }

  // As large as a circle of its radius.
  const Square = L.CircleMarker.extend({
    _updatePath() {
      const half = (this._radius * Math.sqrt(Math.PI)) / 2
      const { x, y } = this._point
      const path = this._empty() ? "M0 0" : `M${x - half} ${y - half}h${2 * half}v${2 * half}h${-2 * half}z`
      this._renderer._setPath(this, path)
    },
  })
  const square = (at, options) => new Square(at, options)

  function dot(shown, [lat, lon, kind, number, inside, stale]) {
    const picked = number === shown.picked
    const shape = shown.kinds[kind][2] === "square" ? square : L.circleMarker
    return shape([lat, lon], {
      pane: "sgDots", radius: picked ? DOT * 2 : DOT, weight: picked ? 3 : 1,
      color: picked ? shown.look.ink : shown.look.bg, opacity: 1,
      fillColor: shown.kinds[kind][0], fillOpacity: stale && !picked ? FADED : 1, interactive: Boolean(inside),
    })
  }

  return { base, show }
})()
