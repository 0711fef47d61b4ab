// Makes the picture of a map one that can be used, by mouse, finger and keyboard: point at an area
// to hear its name, choose it, move on to its neighbours, come closer and drag. It reads data-* and
// attributes of the picture and writes text only, so nothing that is drawn can act.
const CLOSEST = 16
const STEP = 1.6

export function figure(holder) {
  const svg = holder.querySelector("svg[data-map-of]")
  const [, , W, H] = svg.getAttribute("viewBox").split(" ").map(Number)
  const list = svg.querySelector("[data-areas]")
  const areas = [...svg.querySelectorAll("path[data-n]")]
  const spots = [...svg.querySelectorAll("circle[data-n]")]
  const fixed = [...svg.querySelectorAll("[data-at]")]
  const ring = svg.querySelector("[data-ring]"), kept = svg.querySelector("[data-kept]")
  const told = holder.querySelector("[data-told]"), tip = holder.querySelector("[data-tip]")
  const button = (what) => holder.querySelector(`[data-do="${what}"]`)
  const calm = matchMedia("(prefers-reduced-motion: reduce)")
  const hint = told?.textContent ?? ""
  const other = new AbortController(), signal = { signal: other.signal }
  let view = { x: 0, y: 0, w: W }, moving = 0, current = null, marked = []

  // What is said, and what is outlined
  const words = (one) => `${one.dataset.n}: ${one.dataset.words}`
  const outline = (one) => {
    if (one.tagName === "path") return one.getAttribute("d")
    const [x, y, r] = ["cx", "cy", "r"].map((name) => Number(one.getAttribute(name)))
    return `M${x - r} ${y}a${r} ${r} 0 1 0 ${2 * r} 0a${r} ${r} 0 1 0 ${-2 * r} 0Z`
  }
  const say = (text) => { if (told && told.textContent !== text) told.textContent = text }
  const show = (one) => {
    current = one
    const seen = one ?? marked[0]
    ring.setAttribute("d", one ? outline(one) : "")
    say(seen ? words(seen) : hint)
  }
  const mark = (found) => {
    marked = found
    kept.setAttribute("d", found.map(outline).join(""))
    for (const one of areas) one.setAttribute("aria-selected", String(found.includes(one)))
    show(null)
  }
  const choose = (one) => {
    mark(marked.length === 1 && marked[0] === one ? [] : [one])
    const name = marked.length ? one.dataset.n : ""
    holder.dispatchEvent(new CustomEvent("sg-mark", { bubbles: true, detail: { name } }))
  }

  // How close
  const held = (next) => {
    const w = Math.min(Math.max(next.w, W / CLOSEST), W), h = (w * H) / W
    return { w, x: Math.min(Math.max(next.x, 0), W - w), y: Math.min(Math.max(next.y, 0), H - h) }
  }
  const put = (next) => {
    view = held(next)
    const near = view.w / W, k = Math.pow(near, 0.65)
    svg.setAttribute("viewBox", `${view.x} ${view.y} ${view.w} ${(view.w * H) / W}`)
    for (const one of fixed) {
      const [x, y] = one.dataset.at.split(" ")
      if (near === 1) one.removeAttribute("transform")
      else one.setAttribute("transform", `translate(${x} ${y}) scale(${k}) translate(${-x} ${-y})`)
    }
    svg.toggleAttribute("data-zoomed", near < 1)
    for (const what of ["out", "reset"]) button(what)?.toggleAttribute("disabled", near === 1)
    button("in")?.toggleAttribute("disabled", view.w <= (W / CLOSEST) * 1.001)
  }
  const go = (next) => {
    cancelAnimationFrame(moving)
    const from = view, to = held(next), start = performance.now()
    if (calm.matches) return put(to)
    const tick = (now) => {
      const t = Math.min((now - start) / 200, 1), s = t * (2 - t)
      put({ x: from.x + (to.x - from.x) * s, y: from.y + (to.y - from.y) * s, w: from.w + (to.w - from.w) * s })
      if (t < 1) moving = requestAnimationFrame(tick)
    }
    moving = requestAnimationFrame(tick)
  }
  const around = (factor, x, y) => {
    const w = Math.min(Math.max(view.w / factor, W / CLOSEST), W), f = w / view.w
    return { w, x: x - (x - view.x) * f, y: y - (y - view.y) * f }
  }
  const middle = () => {
    const one = current ?? marked[0]
    if (one) { const b = one.getBBox(); return [b.x + b.width / 2, b.y + b.height / 2] }
    return [view.x + view.w / 2, view.y + (view.w * H) / W / 2]
  }
  const zoom = (factor) => {
    const [x, y] = middle(), w = view.w / factor
    go(current || marked.length ? { w, x: x - w / 2, y: y - (w * H) / W / 2 } : around(factor, x, y))
  }
  const reset = () => go({ x: 0, y: 0, w: W })
  const bring = (one) => {
    const b = one.getBBox(), h = (view.w * H) / W
    const inside = b.x >= view.x && b.y >= view.y && b.x + b.width <= view.x + view.w && b.y + b.height <= view.y + h
    if (!inside) go({ w: view.w, x: b.x + b.width / 2 - view.w / 2, y: b.y + b.height / 2 - h / 2 })
  }
  const DO = { in: () => zoom(STEP), out: () => zoom(1 / STEP), reset }
  for (const [what, act] of Object.entries(DO)) button(what)?.addEventListener("click", act, signal)

  // Keyboard: one stop of the tab key for all areas, arrows from one to its neighbour
  if (areas.length) {
    svg.setAttribute("role", "group")
    list.setAttribute("role", "listbox")
    list.setAttribute("aria-label", svg.getAttribute("aria-label"))
    areas.forEach((one, at) => {
      one.setAttribute("role", "option")
      one.setAttribute("aria-label", words(one))
      one.setAttribute("aria-selected", "false")
      one.setAttribute("tabindex", at ? "-1" : "0")
    })
  }
  const centre = new Map()
  const at = (one) => {
    if (!centre.has(one)) { const b = one.getBBox(); centre.set(one, [b.x + b.width / 2, b.y + b.height / 2]) }
    return centre.get(one)
  }
  const WAYS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] }
  const neighbour = (one, [dx, dy]) => {
    const [x, y] = at(one)
    let best = null, least = Infinity
    for (const next of areas) {
      const [a, b] = at(next), along = (a - x) * dx + (b - y) * dy
      if (next === one || along <= 0) continue
      const far = along + 2.5 * Math.abs((a - x) * dy + (b - y) * dx)
      if (far < least) [best, least] = [next, far]
    }
    return best
  }
  const focus = (one) => {
    for (const each of areas) each.setAttribute("tabindex", each === one ? "0" : "-1")
    one.focus({ preventScroll: true })
  }
  svg.addEventListener("keydown", (event) => {
    const one = event.target.closest("path[data-n]")
    if (!one || event.ctrlKey || event.metaKey || event.altKey) return
    const key = event.key
    if (WAYS[key]) { const next = neighbour(one, WAYS[key]); if (next) focus(next) }
    else if (key === "Home") focus(areas[0])
    else if (key === "End") focus(areas[areas.length - 1])
    else if (key === "Enter" || key === " ") choose(one)
    else if (key === "+" || key === "=") zoom(STEP)
    else if (key === "-") zoom(1 / STEP)
    else if (key === "0") reset()
    else if (key === "Escape" && marked.length) choose(marked[0])
    else return
    event.preventDefault()
    event.stopPropagation()
  }, signal)
  // On the frame: a picture that listens to focus would be a stop of the tab key itself.
  const frame = svg.parentElement
  frame.addEventListener("focusin", (event) => {
    const one = event.target.closest("path[data-n]")
    if (!one) return
    show(one)
    bring(one)
    ring.toggleAttribute("data-strong", one.matches(":focus-visible"))
  }, signal)
  frame.addEventListener("focusout", () => { ring.removeAttribute("data-strong"); show(null) }, signal)

  // Mouse and finger
  const near = (event) => {
    const one = svg.getRootNode().elementFromPoint(event.clientX, event.clientY)
    return one?.closest("[data-n]") ?? null
  }
  const hide = () => { if (tip) tip.hidden = true }
  const label = (one, event) => {
    if (!tip || event.pointerType === "touch") return
    const { left, top, width, height } = frame.getBoundingClientRect()
    tip.textContent = words(one)
    tip.hidden = false
    const x = Math.min(event.clientX - left + 14, width - tip.offsetWidth - 4)
    const below = event.clientY - top + 18, y = below + tip.offsetHeight > height
      ? event.clientY - top - tip.offsetHeight - 10 : below
    tip.style.transform = `translate(${Math.max(x, 0)}px, ${Math.max(y, 0)}px)`
  }
  const fingers = new Map()
  let dragged = 0, before = null
  const unit = () => view.w / svg.getBoundingClientRect().width
  const span = () => {
    const [a, b] = [...fingers.values()]
    return { d: Math.hypot(a[0] - b[0], a[1] - b[1]), x: (a[0] + b[0]) / 2, y: (a[1] + b[1]) / 2 }
  }
  svg.addEventListener("pointerdown", (event) => {
    if (event.button) return
    cancelAnimationFrame(moving)
    if (!fingers.size) dragged = 0
    fingers.set(event.pointerId, [event.clientX, event.clientY])
    before = fingers.size === 2 ? span() : null
  }, signal)
  svg.addEventListener("pointermove", (event) => {
    const last = fingers.get(event.pointerId)
    if (!last) {
      const one = near(event)
      if (one !== current) show(one)
      if (one) label(one, event)
      else hide()
      return
    }
    const by = [event.clientX - last[0], event.clientY - last[1]]
    fingers.set(event.pointerId, [event.clientX, event.clientY])
    dragged += Math.hypot(...by)
    if (dragged > 6) { hide(); svg.setPointerCapture?.(event.pointerId) }
    if (fingers.size === 2 && before) {
      const now = span(), { left, top } = svg.getBoundingClientRect(), u = unit()
      const x = view.x + (now.x - left) * u, y = view.y + (now.y - top) * u
      put(around(now.d / Math.max(before.d, 1), x, y))
      put({ ...view, x: view.x - (now.x - before.x) * unit(), y: view.y - (now.y - before.y) * unit() })
      before = now
    } else if (dragged > 6 && view.w < W) {
      put({ ...view, x: view.x - by[0] * unit(), y: view.y - by[1] * unit() })
    }
  }, signal)
  const up = (event) => {
    const was = fingers.delete(event.pointerId)
    before = fingers.size === 2 ? span() : null
    if (event.type !== "pointerup" || !was || fingers.size || dragged > 6) return
    const one = near(event)
    if (!one) return void mark([])
    if (one.tagName === "path") focus(one)
    choose(one)
  }
  svg.addEventListener("pointerup", up, signal)
  svg.addEventListener("pointercancel", up, signal)
  svg.addEventListener("pointerleave", () => { hide(); if (!fingers.size) show(null) }, signal)
  svg.addEventListener("mousedown", (event) => event.preventDefault(), signal)
  svg.addEventListener("wheel", (event) => {
    if (!event.ctrlKey && !event.metaKey) return
    event.preventDefault()
    const { left, top } = svg.getBoundingClientRect(), u = unit()
    put(around(Math.exp(-event.deltaY / 120), view.x + (event.clientX - left) * u, view.y + (event.clientY - top) * u))
  }, { ...signal, passive: false })

  put(view)
  return {
    // Mark all that a test of names lets through, and bring the first into view; say how many.
    find(fits) {
      const found = [...areas, ...spots].filter((one) => fits(one.dataset.n))
      mark(found)
      if (found.length) bring(found[0])
      return found.length
    },
    stop() { other.abort() },
  }
}
