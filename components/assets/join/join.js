// The phone pages with JavaScript: buttons for points, and answers that are sent until they are in.
(() => {
"use strict"
const HELD = "sg-held", COUNT = "sg-count", DRAFT = "sg-draft"
const main = document.querySelector("main"), state = document.querySelector("#state")
const words = document.body.dataset
const load = (name) => { try { return JSON.parse(localStorage.getItem(name)) || {} } catch { return {} } }
const save = (name, what) => { try { localStorage.setItem(name, JSON.stringify(what)) } catch { /* private */ } }
// Answers that are not in yet, by what they answer: a newer one takes the place of an older one.
let held = load(HELD), sending = false, shownAt = 0

const sleep = (ms) => new Promise((done) => {
    const woken = () => { clearTimeout(timer); removeEventListener("online", woken); done() }
    const timer = setTimeout(woken, ms)
    addEventListener("online", woken)
})

async function post(one) {
    const given_up = new AbortController(), timer = setTimeout(() => given_up.abort(), 12000)
    try {
        const answer = await fetch(one.url, {
            method: "POST", body: one.body, signal: given_up.signal,
            headers: {"Content-Type": "application/x-www-form-urlencoded", Accept: "application/json"},
        })
        if (answer.status === 429 || answer.status >= 500) return null
        const told = await answer.json()
        return typeof told.html === "string" ? told : null
    } catch { return null } finally { clearTimeout(timer) }
}

async function send() {
    if (sending) return
    sending = true
    let pause = 500, slot
    while ((slot = Object.keys(held)[0])) {
        const one = held[slot]
        if (pause === 500) state.textContent = words.sending
        const told = await post(one)
        if (!told) {
            state.textContent = words.waiting
            await sleep(pause * (0.5 + Math.random()))
            pause = Math.min(pause * 2, 15000)
            continue
        }
        pause = 500
        if (held[slot] !== one) continue
        delete held[slot]
        save(HELD, held)
        if (!told.html.includes('id="points"') && load(DRAFT).round === slot.split("|")[0]) save(DRAFT, {})
        if (!Object.keys(held).length) show(told)
    }
    state.textContent = ""
    sending = false
}

function show(told) {
    main.innerHTML = told.html
    document.title = told.title
    if (told.url) history.replaceState(null, "", told.url)
    set_up()
    scrollTo(0, 0)
    const head = main.querySelector("h1")
    if (head) { head.tabIndex = -1; head.focus() }
}

// The server's clock, not the phone's, and always later than the last one.
function next_count(form) {
    const count = load(COUNT), round = form.dataset.send
    const now = Number(form.dataset.now) + Math.floor((performance.now() - shownAt) / 100)
    count[round] = Math.max((count[round] || 0) + 1, now)
    save(COUNT, count)
    return count[round]
}

function submitted(event) {
    const form = event.target, button = event.submitter
    if (!form.dataset.send || !window.fetch) return
    event.preventDefault()
    const fields = new URLSearchParams(new FormData(form))
    if (button && button.name) fields.set(button.name, button.value)
    fields.set("seq", next_count(form))
    const slot = `${form.dataset.send}|${fields.get("item") || ""}`
    held[slot] = {url: form.action, body: fields.toString()}
    save(HELD, held)
    for (const each of form.querySelectorAll("button")) each.disabled = true
    send()
}

const value = (input) => {
    const number = Number(input.value.replace(",", "."))
    return Number.isFinite(number) && number > 0 ? number : 0
}
const short = (number) => String(Math.round(number * 100) / 100)

function scale(inputs) {
    const total = inputs.reduce((sum, input) => sum + value(input), 0)
    const exact = inputs.map((input) => value(input) * 100 / total)
    const whole = exact.map((number) => Math.floor(number + 1e-6))
    const order = exact.map((_, at) => at).sort((a, b) => (whole[a] - exact[a]) - (whole[b] - exact[b]))
    let rest = 100 - whole.reduce((sum, number) => sum + number, 0)
    for (const at of order) if (rest-- > 0) whole[at]++
    inputs.forEach((input, at) => { input.value = whole[at] })
}

function set_up() {
    shownAt = performance.now()
    const form = main.querySelector("#points")
    if (!form) return
    const told = form.dataset, sum = form.querySelector("#sum")
    const inputs = [...form.querySelectorAll(".number input")]
    let scaling = form.querySelector("[value=scale]")
    if (!scaling) {
        scaling = document.createElement("button")
        scaling.textContent = told.scale
        main.querySelector(".foot .main").before(scaling)
    }
    scaling.type = "button"
    const offer = main.querySelector(".offer")
    const add_up = () => {
        const total = inputs.reduce((all, input) => all + value(input), 0), off = Math.abs(total - 100)
        const text = off < 1e-6 ? told.full : total < 100 ? told.some : told.over
        sum.textContent = text.replace("{sum}", short(total)).replace("{left}", short(off)).replace("{over}", short(off))
        scaling.hidden = off < 1e-6 || !total
        if (offer) offer.hidden = off < 1e-6
    }
    // What is typed and not sent yet, of one round and of whom the phone speaks for there.
    const keep = () => {
        save(DRAFT, {round: told.send, as: told.as, typed: Object.fromEntries(inputs.map((one) => [one.id, one.value]))})
    }
    const changed = () => { add_up(); keep() }
    const draft = load(DRAFT)
    if (draft.round === told.send && draft.as === told.as) {
        for (const input of inputs) input.value = draft.typed[input.id] ?? input.value
    }
    scaling.addEventListener("click", () => { scale(inputs); changed() })
    for (const input of inputs) {
        const name = main.querySelector(`label[for="${CSS.escape(input.id)}"]`).textContent
        const step = (by, sign, label) => {
            const button = document.createElement("button")
            button.type = "button"
            button.textContent = sign
            button.setAttribute("aria-label", label.replace("{name}", name))
            button.addEventListener("click", () => {
                input.value = short(Math.max(0, value(input) + by))
                changed()
            })
            return button
        }
        input.before(step(-5, "−", told.less))
        input.after(step(5, "+", told.more))
        input.addEventListener("input", changed)
    }
    add_up()
}

addEventListener("submit", submitted)
addEventListener("online", send)
set_up()
send()
})()
