// The one file: maps to use, tables to sort, an area to find, and the story step by step.
// It reads data-* and text only, and writes text only.
const body = document.body, words = body.dataset
const all = (what, within = document) => [...within.querySelectorAll(what)]
const one = (what) => document.querySelector(what)
const filled = (text, values) => text.replace(/\{(\w+)\}/g, (whole, name) => values[name] ?? whole)
const maps = all("[data-map]").map((holder) => ({ holder, map: figure(holder) }))
for (const { holder } of maps) holder.style.setProperty("--sg-rows", Math.ceil(holder.querySelectorAll("li").length / 3.3))

// Tables: a button in each heading
const lang = document.documentElement.lang || "en"
const order = new Intl.Collator(lang, { numeric: true, sensitivity: "base" })
const joined = (text) => text.trim().replace(/(\d)[,. \u00a0\u202f](?=\d{3}(?!\d))/g, "$1").replace(/[\u2212\u2013]/g, "-")
const NUMBER = /^(\D*?)(-?\d+(?:[.,]\d+)?)/
function keys(rows, at) {
  const texts = rows.map((row) => joined(row.cells[at].textContent))
  const found = texts.map((text) => text.match(NUMBER))
  const before = new Set(found.filter(Boolean).map((match) => match[1].trim()))
  if (before.size !== 1 || found.filter(Boolean).length * 2 < texts.length) return texts
  return found.map((match) => match ? Number(match[2].replace(",", ".")) : null)
}
function sort(table, head, status) {
  const up = head.getAttribute("aria-sort") !== "ascending", at = head.cellIndex
  const bodyOf = table.tBodies[0], rows = [...bodyOf.rows], found = keys(rows, at), numbers = found.some((key) => typeof key !== "string")
  const compared = (a, b) => {
    const [x, y] = [found[a], found[b]]
    if (numbers && (x === null || y === null)) return (x === null) - (y === null)
    return (numbers ? x - y : order.compare(x, y)) * (up ? 1 : -1) || a - b
  }
  bodyOf.append(...rows.map((row, n) => n).sort(compared).map((n) => rows[n]))
  for (const other of table.tHead.rows[0].cells) other.removeAttribute("aria-sort")
  head.setAttribute("aria-sort", up ? "ascending" : "descending")
  status.textContent = filled(up ? words.up : words.down, { column: head.textContent })
}
const status = one("[data-status]")
for (const table of all("table")) {
  if (table.tBodies[0].rows.length < 2) continue
  for (const head of table.tHead.rows[0].cells) {
    const button = document.createElement("button")
    button.type = "button"
    button.textContent = head.textContent
    head.replaceChildren(button)
    button.addEventListener("click", () => sort(table, head, status))
  }
}
// A table that is wider than its room can be moved by keyboard
const scrolls = all(".scroll")
const reach = () => {
  for (const box of scrolls) {
    const wide = box.scrollWidth > box.clientWidth + 1
    if (wide) {
      box.tabIndex = 0
      box.setAttribute("role", "region")
      box.setAttribute("aria-label", box.querySelector("caption, thead")?.textContent ?? "")
    } else for (const name of ["tabindex", "role", "aria-label"]) box.removeAttribute(name)
  }
}
addEventListener("resize", reach)
document.addEventListener("toggle", reach, true)
reach()

// An area by its name, on every map and in every table
const form = one("[data-find]"), input = one("#find"), result = one("[data-result]")
const plain = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").toLocaleLowerCase(lang).replace(/^\d+\.\s*/, "").replace(/\s+/g, " ").trim()
const rowsOf = all("tbody tr"), nameOf = (row) => row.querySelector("th")?.textContent ?? ""
const names = new Map()
for (const name of [...all("[data-n]").map((area) => area.dataset.n), ...rowsOf.map(nameOf)]) {
  if (name.trim() && !names.has(plain(name))) names.set(plain(name), name.replace(/^\d+\.\s*/, ""))
}
const list = one("#names")
for (const name of [...names.values()].sort(order.compare).slice(0, 3000)) {
  const option = document.createElement("option")
  option.value = name
  list.append(option)
}
function find(asked, move) {
  const wanted = plain(asked), exact = names.has(wanted)
  const fits = (name) => wanted !== "" && (exact ? plain(name) === wanted : plain(name).includes(wanted))
  const hits = maps.filter(({ map }) => map.find(fits) > 0)
  const rows = rowsOf.filter((row) => { const hit = fits(nameOf(row)); row.toggleAttribute("data-hit", hit); return hit })
  const tables = new Set(rows.map((row) => row.closest("table")))
  for (const table of tables) table.closest("details")?.toggleAttribute("open", true)
  if (!wanted) { result.textContent = ""; return }
  result.textContent = hits.length + tables.size ? filled(words.found, { maps: hits.length, tables: tables.size }) : words.nothing
  const first = hits[0]?.holder ?? rows[0]
  if (move && first) first.scrollIntoView({ block: "center", behavior: matchMedia("(prefers-reduced-motion: reduce)").matches ? "auto" : "smooth" })
}
if (names.size) {
  form.hidden = false
  form.addEventListener("submit", (event) => { event.preventDefault(); find(input.value, true) })
  input.addEventListener("input", () => { if (!input.value || names.has(plain(input.value))) find(input.value, false) })
}
document.addEventListener("sg-mark", (event) => {
  const name = event.detail.name
  for (const { holder, map } of maps) if (holder !== event.target) map.find((other) => name !== "" && other === name)
  for (const row of rowsOf) row.toggleAttribute("data-hit", name !== "" && plain(nameOf(row)) === plain(name))
})

// The story, step by step
const steps = all("[data-step]"), bar = one(".stage"), start = one("[data-start]")
const go = (way) => one(`[data-go=${way}]`)
let at = -1
const place = (hash) => { try { history.replaceState(null, "", hash || " ") } catch { /* some viewers of files forbid it */ } }
function show(next) {
  const before = at
  at = Math.min(Math.max(next, 0), steps.length - 1)
  if (before < 0) {
    body.dataset.story = ""
    bar.hidden = false
    document.documentElement.requestFullscreen?.().catch(() => {})
  }
  steps.forEach((step, n) => step.toggleAttribute("data-now", n === at))
  go("back").disabled = at === 0
  go("next").disabled = at === steps.length - 1
  const count = filled(words.count, { n: at + 1, all: steps.length })
  one("[data-number]").textContent = count
  one("[data-asked]").textContent = steps[at].querySelector(".ask b")?.textContent ?? ""
  status.textContent = count
  place(`#story-${at + 1}`)
  scrollTo(0, 0)
  steps[at].querySelector("h2").focus({ preventScroll: true })
  reach()
}
function leave() {
  if (at < 0) return
  const last = steps[at]
  at = -1
  delete body.dataset.story
  bar.hidden = true
  if (document.fullscreenElement) document.exitFullscreen().catch(() => {})
  place(`#${last.id}`)
  last.scrollIntoView()
  last.querySelector("h2").focus({ preventScroll: true })
}
const GO = { next: () => show(at + 1), back: () => show(at - 1), leave }
for (const [way, act] of Object.entries(GO)) go(way).addEventListener("click", act)
if (start) {
  start.hidden = false
  start.addEventListener("click", () => show(0))
}
const WAYS = { ArrowRight: 1, PageDown: 1, " ": 1, Enter: 1, ArrowLeft: -1, PageUp: -1, Home: -Infinity, End: Infinity }
document.addEventListener("keydown", (event) => {
  if (at < 0 || event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return
  if (event.key === "Escape") return void leave()
  const away = WAYS[event.key], on = event.target.closest?.("button, a, summary, input, [data-map], [role=region]")
  if (!away || (on && !event.key.startsWith("Page"))) return
  event.preventDefault()
  show(at + away)
})
document.addEventListener("fullscreenchange", () => { if (!document.fullscreenElement) leave() })
let from = null
document.addEventListener("touchstart", (event) => {
  const alone = at >= 0 && event.touches.length === 1 && !event.target.closest?.("[data-map], [role=region], input")
  from = alone ? [event.touches[0].clientX, event.touches[0].clientY] : null
}, { passive: true })
document.addEventListener("touchend", (event) => {
  if (!from) return
  const x = event.changedTouches[0].clientX - from[0], y = event.changedTouches[0].clientY - from[1]
  from = null
  if (Math.abs(x) > 60 && Math.abs(x) > 2 * Math.abs(y)) show(at + (x < 0 ? 1 : -1))
}, { passive: true })
const asked = location.hash.match(/^#story-(\d+)$/)
if (asked && steps.length) show(Number(asked[1]) - 1)

// On paper nothing is folded away
let folded = []
addEventListener("beforeprint", () => {
  leave()
  folded = all("details:not([open])")
  for (const fold of folded) fold.open = true
})
addEventListener("afterprint", () => { for (const fold of folded) fold.open = false })
