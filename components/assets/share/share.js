// Copies the link of the page or a chart as a picture. It needs no internet: the picture is made of
// what the page has drawn, with its own letters, and where no clipboard may be used it is saved.
let waiting = null

export default function ({ data, parentElement, setTriggerValue }) {
  const { words } = data
  if (waiting && data.picture && waiting.chart === data.chart) {
    waiting.done(fromText(data.picture))
    waiting = null
  }
  let box = parentElement.querySelector(".share")
  if (box) { box.data = data; return }
  box = document.createElement("div")
  box.className = "share"
  box.data = data
  const add = (tag, text = "") => {
    const made = document.createElement(tag)
    made.textContent = text
    box.append(made)
    return made
  }
  const link = add("button", words.link), picture = add("button", words.picture)
  const byHand = add("label", words.by_hand), field = document.createElement("input")
  byHand.hidden = true
  byHand.append(field)
  field.readOnly = true
  const said = add("p")
  said.setAttribute("role", "status")
  parentElement.append(box)
  link.focus({ preventScroll: true }) // Streamlit leaves the keyboard on the button that opened it

  link.addEventListener("click", async () => {
    const address = addressOf(box.data.pinned)
    const here = ["localhost", "127.0.0.1", "[::1]"].includes(location.hostname) ? ` ${words.only_here}` : ""
    try {
      await navigator.clipboard.writeText(address)
      said.textContent = words.copied + here
    } catch {
      byHand.hidden = false
      field.value = address
      field.focus()
      field.select()
      said.textContent = here.trim()
    }
  })
  picture.addEventListener("click", async () => {
    said.textContent = ""
    const made = data.ours ? asked(box.data, setTriggerValue) : drawn(box.data)
    try {
      // Given at once, as a promise: a browser lets us copy only right after a click.
      await navigator.clipboard.write([new ClipboardItem({ "image/png": made })])
      said.textContent = words.copied
    } catch {
      const blob = await made.catch(() => null)
      said.textContent = blob ? words.saved : words.none
      if (blob) save(blob, `${data.chart}.png`)
    }
  })
}

function addressOf(pinned) {
  const url = new URL(location.href)
  url.hash = ""
  for (const name of ["embed", "embed_options"]) url.searchParams.delete(name)
  for (const [name, value] of Object.entries(pinned)) url.searchParams.set(name, value)
  return url.href
}

function save(blob, name) {
  const anchor = document.createElement("a")
  anchor.href = URL.createObjectURL(blob)
  anchor.download = name
  document.body.append(anchor)
  anchor.click()
  anchor.remove()
  setTimeout(() => URL.revokeObjectURL(anchor.href), 10_000)
}

function asked(data, setTriggerValue) {
  const made = new Promise((done) => { waiting = { chart: data.chart, done } })
  setTriggerValue("make", String(Date.now()))
  return made
}

function fromText(text) {
  return new Blob([Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0))], { type: "image/png" })
}

// A chart as the page shows it, with its heading above and its key and source below
const PAD = 24, SCALE = 2
async function drawn(data) {
  const plot = document.querySelector(`.st-key-${CSS.escape(data.chart)} .js-plotly-plot`)
  if (!plot) throw new Error("no chart")
  const { width, height } = plot.getBoundingClientRect()
  const style = getComputedStyle(document.querySelector(".sp-head h1") ?? document.body)
  const ink = style.color, page = getComputedStyle(document.querySelector('[data-testid="stApp"]')).backgroundColor
  const wide = Math.max(width, 420), head = before(plot, ".sp-h2, .sp-h3"), axis = before(plot, ".sp-axis", head)
  const out = [], text = (words, size, weight, y, family = "Atkinson Next") => {
    const lines = wrapped(words, `${weight} ${size}px ${family}`, wide)
    for (const [n, line] of lines.entries()) out.push(`<text x="${PAD}" y="${y + size + n * size * 1.3}" font-family="${family}, sans-serif" font-size="${size}" font-weight="${weight}" fill="${ink}">${escaped(line)}</text>`)
    return y + lines.length * size * 1.3
  }
  let y = PAD
  if (head) y = text(head.textContent, 22, 650, y, "Bricolage") + 6
  if (axis) y = text(axis.textContent, 15, 400, y) + 8
  for (const layer of plot.querySelectorAll("svg.main-svg")) {
    const copy = layer.cloneNode(true)
    copy.setAttribute("x", PAD)
    copy.setAttribute("y", y)
    copy.setAttribute("width", width)
    copy.setAttribute("height", height)
    copy.style.background = "none"
    out.push(new XMLSerializer().serializeToString(copy))
  }
  y += height + 10
  let x = PAD
  const write = (words) => {
    if (!words) return
    out.push(`<text x="${x}" y="${y + 13}" font-family="Atkinson Next, sans-serif" font-size="15" fill="${ink}">${escaped(words)}</text>`)
    x += measure(words, "400 15px Atkinson Next") + 8
  }
  for (const [first, patches, last] of key(plot)) {
    const room = 18 * patches.length + measure(first + last, "400 15px Atkinson Next") + 34
    if (x > PAD && x + room > PAD + wide) { x = PAD; y += 24 }
    write(first)
    for (const patch of patches) {
      const hatch = patch.hatched ? `<path d="M${x + 3} ${y + 15}l9 -15M${x + 9} ${y + 15}l9 -15M${x} ${y + 10}l6 -10" stroke="${ink}" stroke-opacity=".5" stroke-width="2"/>` : ""
      out.push(`<rect x="${x}" y="${y}" width="18" height="15" fill="${patch.colour}" stroke="${ink}" stroke-width=".5"/>${hatch}`)
      x += 18
    }
    x += 8
    write(last)
    x += 14
  }
  if (x > PAD) y += 28
  y = text(data.source, 13, 400, y) + PAD
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="${wide + 2 * PAD}" height="${y}"><style>${await letters()}</style><rect width="100%" height="100%" fill="${page}"/>${out.join("")}</svg>`
  return png(svg, (wide + 2 * PAD) * SCALE, y * SCALE)
}

// The last of these elements that stands before a chart, and after another one
function before(plot, what, after = null) {
  const found = [...document.querySelectorAll(what)].filter((one) => one.compareDocumentPosition(plot) & Node.DOCUMENT_POSITION_FOLLOWING)
  const last = found.at(-1) ?? null
  return last && after && !(after.compareDocumentPosition(last) & Node.DOCUMENT_POSITION_FOLLOWING) ? null : last
}

// The key that stands below a map: its words and the colours before them
function key(plot) {
  const after = (one) => Boolean(plot.compareDocumentPosition(one) & Node.DOCUMENT_POSITION_FOLLOWING)
  const ramp = [...document.querySelectorAll(".sp-ramp")].find(after), next = [...document.querySelectorAll(".sp-h2, .sp-h3, .js-plotly-plot")].find((one) => one !== plot && after(one))
  if (!ramp || (next && next.compareDocumentPosition(ramp) & Node.DOCUMENT_POSITION_FOLLOWING)) return []
  return [...ramp.children].map((item) => {
    const patches = [...item.querySelectorAll("i")], found = [...item.childNodes].filter((node) => node.nodeType === Node.TEXT_NODE)
    const early = (node) => patches.length > 0 && Boolean(node.compareDocumentPosition(patches[0]) & Node.DOCUMENT_POSITION_FOLLOWING)
    const words = (which) => found.filter(which).map((node) => node.data.trim()).join(" ")
    const drawn = patches.map((patch) => ({ colour: getComputedStyle(patch).backgroundColor, hatched: patch.matches(".sp-nodata") }))
    return [words(early), drawn, words((node) => !early(node))]
  })
}

const pen = document.createElement("canvas").getContext("2d")
function measure(words, font) {
  pen.font = font
  return pen.measureText(words).width
}
function wrapped(words, font, wide) {
  const lines = []
  let line = ""
  for (const word of words.split(/\s+/)) {
    const longer = `${line} ${word}`.trim()
    if (line && measure(longer, font) > wide) { lines.push(line); line = word } else line = longer
  }
  return [...lines, line]
}
function escaped(words) {
  return words.replace(/[&<>"']/g, (sign) => `&#${sign.charCodeAt(0)};`)
}

// A picture knows nothing of the page's fonts: they go into it
let fonts = null
function letters() {
  fonts ??= (async () => {
    const rules = [...document.styleSheets].flatMap((sheet) => { try { return [...sheet.cssRules] } catch { return [] } })
    const ours = rules.filter((rule) => rule instanceof CSSFontFaceRule && /Atkinson|Bricolage/.test(rule.style.getPropertyValue("font-family")))
    const made = await Promise.all(ours.map(async (rule) => {
      const url = rule.style.getPropertyValue("src").match(/url\(["']?([^"')]+)/)?.[1]
      if (!url) return ""
      const blob = await (await fetch(url)).blob()
      const inside = await new Promise((done) => { const reader = new FileReader(); reader.onload = () => done(reader.result); reader.readAsDataURL(blob) })
      return rule.cssText.replace(/url\([^)]*\)/, `url(${inside})`)
    }))
    return made.join("")
  })()
  return fonts.catch(() => "")
}
async function png(svg, width, height) {
  const image = new Image()
  image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(svg)}`
  await image.decode()
  const canvas = document.createElement("canvas")
  canvas.width = width
  canvas.height = height
  canvas.getContext("2d").drawImage(image, 0, 0, width, height)
  return new Promise((done, fail) => canvas.toBlob((blob) => blob ? done(blob) : fail(new Error("no picture")), "image/png"))
}
