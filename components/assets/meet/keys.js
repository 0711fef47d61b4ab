// Next and back by keyboard, clicker and finger; the step goes along between the big screen and a
// window with the presenter's notes. It presses the page's own buttons, so all ways do the same.
let stop = null

export default function ({ data, setTriggerValue }) {
  stop?.()
  const other = new AbortController(), signal = { signal: other.signal }
  const channel = "BroadcastChannel" in window ? new BroadcastChannel("sg-meeting") : null
  const button = (key) => document.querySelector(`.st-key-${key} button:not(:disabled)`)
  const full = () => document.fullscreenElement
    ? document.exitFullscreen()
    : document.documentElement.requestFullscreen?.().catch(() => {})
  const press = (key) => {
    if (data.notes) channel?.postMessage({ press: key })
    button(key)?.click()
  }
  const WAYS = { ArrowRight: "next", PageDown: "next", " ": "next", ArrowLeft: "back", PageUp: "back" }
  document.addEventListener("keydown", (event) => {
    const at = event.target
    if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return
    if (at.closest?.("input, textarea, select, [contenteditable], [role=listbox], [role=option], [role=dialog], [role=slider], [data-map]")) return
    if (event.key === " " && at.closest?.("button, a, summary, [role=button]")) return
    if (event.key === "f") return void full()
    const way = WAYS[event.key]
    if (!way) return
    event.preventDefault()
    press(way)
  }, signal)
  document.addEventListener("click", (event) => {
    if (event.target.closest?.(".st-key-stage-full button")) full()
  }, signal)

  let from = null
  document.addEventListener("touchstart", (event) => {
    const alone = event.touches.length === 1 && !event.target.closest?.("[data-map], input, .sp-sheet, [role=dialog]")
    from = alone ? [event.touches[0].clientX, event.touches[0].clientY] : null
  }, { ...signal, passive: true })
  document.addEventListener("touchend", (event) => {
    if (!from) return
    const [x, y] = [event.changedTouches[0].clientX - from[0], event.changedTouches[0].clientY - from[1]]
    from = null
    if (Math.abs(x) > 60 && Math.abs(x) > 2 * Math.abs(y)) press(x < 0 ? "next" : "back")
  }, { ...signal, passive: true })

  if (channel) {
    channel.onmessage = ({ data: told }) => {
      if (told.press && !data.notes) button(told.press)?.click()
      else if (told.at && told.story === data.story && told.at !== data.at && data.notes) setTriggerValue("go", told.at)
    }
    if (!data.notes) channel.postMessage({ at: data.at, story: data.story })
  }
  if (!data.notes) document.querySelector('[data-testid="stMain"]')?.scrollTo(0, 0)
  stop = () => { other.abort(); channel?.close() }
  return () => stop?.()
}
