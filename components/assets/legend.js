// The legend of the map's colours: each class is a button that can be pressed, and pressed again to
// let it go. Texts are set as text, so no name can act as code.
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
  if (step.fill) swatch.style.background = step.fill
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

export default function ({ data, parentElement, setTriggerValue }) {
  const held = parentElement.getRootNode().activeElement?.dataset?.n
  let box = parentElement.querySelector(".legend")
  if (!box) box = made("div", parentElement, "", { class: "legend", role: "group" })
  box.replaceChildren()
  box.setAttribute("aria-label", data.title)
  const every = [...data.steps, ...(data.rows || []).flatMap((line) => line.cells)]
  box.classList.toggle("chosen", every.some((step) => step.pressed))
  if (data.rows) table(box, data, setTriggerValue)
  else row(box, data, setTriggerValue)
  made("p", box, data.hint, { class: "hint" })
  if (held !== undefined) box.querySelector(`[data-n="${held}"]`)?.focus({ preventScroll: true })
}
