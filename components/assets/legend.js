// The legend of the map's colours, and that of its signs: each class or kind is a button that can be
// pressed, and pressed again to let it go. Texts are set as text, so no name can act as code.
const made = (name, parent, text, marks = {}) => {
  const node = document.createElement(name)
  if (text) node.textContent = text
  for (const [key, value] of Object.entries(marks)) node.setAttribute(key, value)
  parent.append(node)
  return node
}

function button(parent, step, pick) {
  const one = made("button", parent, "", { type: "button", "aria-pressed": step.pressed, "data-n": step.n })
  if (step.name) one.setAttribute("aria-label", step.name)
  one.disabled = Boolean(step.empty)
  const swatch = made("i", one)
  if (step.picture) swatch.style.backgroundImage = `url("${step.picture}")`
  else if (step.fill) swatch.style.background = step.fill
  else swatch.className = "missing"
  if (step.ink) swatch.style.color = step.ink
  if (step.inside) swatch.textContent = step.inside
  if (step.says) made("b", one, step.says)
  if (step.count) made("small", one, step.count)
  one.onclick = () => pick("picked", step.n)
}

function row(box, { low, high, steps }, pick) {
  const ends = made("p", box, "", { class: "ends" })
  made("span", ends, low)
  made("span", ends, high)
  const list = made("ul", box)
  for (const step of steps) button(made("li", list), step, pick)
  const known = steps.filter((step) => step.fill).length
  list.style.setProperty("--known", known)
  ends.style.setProperty("--share", `${(100 * known) / steps.length}%`)
  if (!known) ends.remove()
}

function table(box, { caption, heads, rows, steps }, pick) {
  const grid = made("table", box)
  made("caption", grid, caption)
  const head = (parent, { says, from }, scope) => {
    const cell = made("th", parent, "", { scope })
    made("b", cell, says)
    if (from) made("small", cell, from)
  }
  const top = made("tr", made("thead", grid))
  made("td", top)
  for (const one of heads) head(top, one, "col")
  const body = made("tbody", grid)
  for (const { head: one, cells } of rows) {
    const line = made("tr", body)
    head(line, one, "row")
    for (const cell of cells) button(made("td", line), cell, pick)
  }
  if (!steps.length) return
  const list = made("ul", box, "", { class: "apart" })
  for (const step of steps) button(made("li", list), step, pick)
}

function signs(box, each, pick) {
  const list = made("ul", box, "", { class: "signs" })
  for (const sign of each) button(made("li", list), sign, pick)
  box.setAttribute("role", "toolbar")
  along(list)
}

// The many signs are one stop of the Tab key; the arrow keys go from one to the next.
let stop = 0
function along(list) {
  const all = [...list.querySelectorAll("button")]
  const go = (to) => {
    all[Math.min(stop, all.length - 1)].tabIndex = -1
    stop = (to + all.length) % all.length
    all[stop].tabIndex = 0
  }
  for (const one of all) one.tabIndex = -1
  go(Math.min(stop, all.length - 1))
  all.forEach((one, n) => one.addEventListener("focus", () => go(n)))
  list.onkeydown = (event) => {
    const ways = { ArrowRight: stop + 1, ArrowDown: stop + 1, ArrowLeft: stop - 1, ArrowUp: stop - 1, Home: 0, End: -1 }
    if (!(event.key in ways)) return
    event.preventDefault()
    go(ways[event.key])
    all[stop].focus()
  }
}

export default function ({ data, parentElement, setTriggerValue }) {
  const held = parentElement.getRootNode().activeElement?.dataset?.n
  let box = parentElement.querySelector(".legend")
  if (!box) box = made("div", parentElement, "", { class: "legend", role: "group" })
  const moved = box.querySelector(".signs")?.scrollLeft
  box.replaceChildren()
  box.setAttribute("aria-label", data.title)
  const every = [...data.steps, ...(data.signs || []), ...(data.rows || []).flatMap((line) => line.cells)]
  box.classList.toggle("chosen", every.some((step) => step.pressed))
  if (data.signs) signs(box, data.signs, setTriggerValue)
  else if (data.rows) table(box, data, setTriggerValue)
  else row(box, data, setTriggerValue)
  if (moved) box.querySelector(".signs").scrollLeft = moved
  made("p", box, data.hint, { class: "hint" })
  if (held !== undefined) box.querySelector(`[data-n="${held}"]`)?.focus({ preventScroll: true })
}
