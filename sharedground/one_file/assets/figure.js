// Makes an <svg> with data-n regions a map: its areas say what they are by pointer, finger and
// keyboard, and it can be zoomed and moved. Reads only data-* and writes only text.
function interactiveMap(holder, words) {
  const svg = holder.querySelector("svg"), areas = [...svg.querySelectorAll("[data-n]")]
  const whole = svg.getAttribute("viewBox").split(" ").map(Number)
  let box = [...whole], chosen = null, drag = null, apart = 0
  const NS = "http://www.w3.org/2000/svg"
  const ring = document.createElementNS(NS, "path")
  for (const [name, value] of [["fill", "none"], ["stroke", "currentColor"], ["stroke-width", "4"], ["vector-effect", "non-scaling-stroke"], ["pointer-events", "none"], ["stroke-linejoin", "round"]]) ring.setAttribute(name, value)
  svg.append(ring)

  const bar = document.createElement("div"), line = document.createElement("p")
  bar.className = "sg-map-bar"
  line.className = "sg-map-line"
  line.setAttribute("role", "status")
  line.textContent = words.hint
  const tool = (sign, label, act) => {
    const button = document.createElement("button")
    button.type = "button"
    button.textContent = sign
    button.setAttribute("aria-label", label)
    button.title = label
    button.addEventListener("click", act)
    bar.append(button)
  }
  const show = () => svg.setAttribute("viewBox", box.map((side) => side.toFixed(2)).join(" "))
  const zoom = (by, x = box[0] + box[2] / 2, y = box[1] + box[3] / 2) => {
    const wide = Math.min(whole[2], Math.max(whole[2] / 16, box[2] * by)), real = wide / box[2]
    place([x - (x - box[0]) * real, y - (y - box[1]) * real, wide, box[3] * real])
  }
  const place = ([x, y, w, h]) => {
    box = [Math.min(Math.max(x, whole[0]), whole[0] + whole[2] - w), Math.min(Math.max(y, whole[1]), whole[1] + whole[3] - h), w, h]
    show()
  }
  tool("+", words.closer, () => zoom(0.6))
  tool("−", words.wider, () => zoom(1 / 0.6))
  tool("⤢", words.whole, () => { box = [...whole]; show(); choose(null) })
  holder.append(bar)
  holder.after(line)

  const tell = (area) => { line.textContent = area ? `${area.dataset.name}: ${area.dataset.words}` : words.hint }
  function choose(area, seen = false) {
    chosen = area
    ring.setAttribute("d", area ? area.getAttribute("d") : "")
    tell(area)
    if (area && seen) {
      const at = area.getBBox(), x = at.x + at.width / 2, y = at.y + at.height / 2
      const inside = x > box[0] && x < box[0] + box[2] && y > box[1] && y < box[1] + box[3]
      if (!inside) place([x - box[2] / 2, y - box[3] / 2, box[2], box[3]])
    }
  }
  const middles = areas.map((area) => { const at = area.getBBox(); return [at.x + at.width / 2, at.y + at.height / 2] })
  areas.forEach((area, at) => area.setAttribute("tabindex", at ? "-1" : "0"))
  const focus = (at) => {
    for (const area of areas) area.setAttribute("tabindex", "-1")
    areas[at].setAttribute("tabindex", "0")
    areas[at].focus()
  }
  const nearest = (from, dx, dy) => {
    let best = -1, least = Infinity
    middles.forEach(([x, y], at) => {
      const along = (x - middles[from][0]) * dx + (y - middles[from][1]) * dy
      const aside = Math.abs((x - middles[from][0]) * dy) + Math.abs((y - middles[from][1]) * dx)
      if (at !== from && along > 0.5 && along + 2 * aside < least) [best, least] = [at, along + 2 * aside]
    })
    return best
  }
  const WAYS = { ArrowRight: [1, 0], ArrowLeft: [-1, 0], ArrowDown: [0, 1], ArrowUp: [0, -1] }
  svg.addEventListener("keydown", (event) => {
    const at = areas.indexOf(event.target)
    if (event.key === "+" || event.key === "=") zoom(0.6)
    else if (event.key === "-") zoom(1 / 0.6)
    else if (event.key === "Escape" && chosen) choose(null)
    else if (WAYS[event.key] && at >= 0) { const to = nearest(at, ...WAYS[event.key]); if (to >= 0) focus(to) }
    else return
    event.preventDefault()
    event.stopPropagation()
  })
  svg.addEventListener("focusin", (event) => { if (areas.includes(event.target)) choose(event.target, true) })
  svg.addEventListener("pointerover", (event) => { if (!drag) tell(areas.includes(event.target) ? event.target : chosen) })
  svg.addEventListener("pointerleave", () => tell(chosen))

  const fingers = new Map()
  const unit = () => box[2] / svg.getBoundingClientRect().width
  svg.addEventListener("pointerdown", (event) => {
    fingers.set(event.pointerId, event)
    drag = { x: event.clientX, y: event.clientY, box: [...box], moved: false, on: event.target }
    apart = 0
  })
  svg.addEventListener("pointermove", (event) => {
    if (!fingers.has(event.pointerId)) return
    fingers.set(event.pointerId, event)
    if (fingers.size === 2) {
      const [one, other] = [...fingers.values()]
      const now = Math.hypot(one.clientX - other.clientX, one.clientY - other.clientY)
      if (apart) zoom(apart / now)
      apart = now
      drag.moved = true
      return
    }
    const dx = event.clientX - drag.x, dy = event.clientY - drag.y
    if (Math.hypot(dx, dy) > 6 && box[2] < whole[2]) {
      drag.moved = true
      svg.setPointerCapture(event.pointerId)
      place([drag.box[0] - dx * unit(), drag.box[1] - dy * unit(), box[2], box[3]])
    }
  })
  const up = (event) => {
    if (event.type === "pointerup" && drag && !drag.moved && fingers.size === 1) {
      choose(areas.includes(drag.on) && drag.on !== chosen ? drag.on : null)
    }
    fingers.delete(event.pointerId)
    if (!fingers.size) drag = null
  }
  svg.addEventListener("pointerup", up)
  svg.addEventListener("pointercancel", up)
  svg.addEventListener("dblclick", (event) => {
    const at = svg.getBoundingClientRect()
    zoom(0.5, box[0] + (event.clientX - at.left) / at.width * box[2], box[1] + (event.clientY - at.top) / at.height * box[3])
    event.preventDefault()
  })
  return {
    /** Mark the area with this name, and say it; null marks none. */
    mark(name) { choose(areas.find((area) => area.dataset.name === name) || null, true) },
    names: areas.map((area) => area.dataset.name),
  }
}
