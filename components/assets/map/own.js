// A shape of one's own, corner by corner, and two maps that move in step. Corners are kept in this
// frame and told as one list at each click, so that none is lost while the page works on the last.
window.SharedGroundOwn = (() => {
  const NEAR = 18 // px from the first corner: a click there closes the shape
  const SAME = 5 // px from the last corner: the second half of a double click
  const MOST = 60 // corners; the page refuses more

  function attach(ground) {
    const { map } = ground
    map.createPane("sgSketch").style.zIndex = 560
    map.getPane("sgSketch").style.pointerEvents = "none"
    ground.voice = L.layerGroup().addTo(map) // what the page listens to
    ground.drawing = L.layerGroup().addTo(map)
    ground.own = { corners: [], closed: false, turn: null }
    map.on("click", ({ latlng }) => {
      if (ground.sketching) set(ground, latlng)
    })
  }

  function set(ground, latlng) {
    const { map, own } = ground
    const far = (corner) => map.latLngToContainerPoint(corner).distanceTo(map.latLngToContainerPoint(latlng))
    if (own.corners.length && far(own.corners.at(-1)) < SAME) return
    if (own.corners.length > 2 && far(own.corners[0]) < NEAR) own.closed = true
    else if (own.corners.length < MOST) own.corners.push([latlng.lat, latlng.lng])
    ground.sketching = !own.closed
    paint(ground)
    const properties = { corners: own.corners.map(([lat, lon]) => [lon, lat]), closed: own.closed, turn: own.turn }
    tell(ground, latlng, properties)
  }

  // Tells the page what was clicked, the way Leaflet's own layers do. The layer that says so is there
  // from the start: to those that come later the page does not listen.
  function tell(ground, latlng, properties) {
    const feature = { type: "Feature", properties, geometry: { type: "Point", coordinates: [latlng.lng, latlng.lat] } }
    ground.voice.fire("click", { latlng, layer: { toGeoJSON: () => feature } })
  }

  // The page knows less than this frame while clicks are under way, unless it changed the shape itself.
  function show(ground, { sketch, look, step }) {
    const { map } = ground
    if (!sketch) ground.own = { corners: [], closed: false, turn: null }
    else if (sketch.turn !== ground.own.turn) ground.own = { ...sketch, corners: [...sketch.corners] }
    ground.sketching = Boolean(sketch) && !ground.own.closed
    ground.look = look
    map.getContainer().classList.toggle("sg-sketching", ground.sketching)
    map.doubleClickZoom[ground.sketching ? "disable" : "enable"]()
    paint(ground)
    if (step) together(ground, step)
  }

  function paint({ own, drawing, look }) {
    drawing.clearLayers()
    const { corners, closed } = own
    if (!corners.length) return
    const plain = { pane: "sgSketch", interactive: false }
    const shape = closed || corners.length > 2 ? L.polygon : L.polyline
    for (const [weight, color] of [[7, look.bg], [3, look.brand]]) shape(corners, {
      ...plain, weight, color, opacity: 1, fill: weight === 3 && shape === L.polygon, fillColor: look.brand,
      fillOpacity: 0.1, dashArray: closed || weight === 7 ? null : "8 6",
    }).addTo(drawing)
    if (closed) return
    corners.forEach((corner, at) => L.circleMarker(corner, {
      ...plain, radius: at ? 6 : 9, weight: 3, color: look.brand, fillColor: look.bg, fillOpacity: 1, opacity: 1,
    }).addTo(drawing))
  }

  // Two maps of one page: where a person moves one, the other goes along, and never answers.
  function together(ground, name) {
    if (ground.channel || !window.BroadcastChannel) return
    const { map } = ground
    let mine = false
    let led = false
    ground.channel = new BroadcastChannel(`shared-ground-${name}`)
    for (const kind of ["pointerdown", "wheel", "keydown", "touchstart"])
      map.getContainer().addEventListener(kind, () => { mine = true }, { capture: true, passive: true })
    map.on("move", () => {
      if (!mine || led) return
      const { lat, lng } = map.getCenter()
      ground.channel.postMessage([lat, lng, map.getZoom()])
    })
    ground.channel.onmessage = ({ data: [lat, lng, zoom] }) => {
      led = true
      mine = false
      ground.moved = true
      map.setView([lat, lng], zoom, { animate: false })
      led = false
    }
  }

  return { attach, show, tell }
})()
