// Files that wait to be saved live only as long as this window: it asks before they are let go.
// What a save did is said at the top of the page, so the page goes there.
let waits = false
let said = ""

const ask = (event) => {
  if (waits) event.preventDefault()
}

export default function ({ data }) {
  if (data.told && data.told !== said) {
    const still = window.matchMedia("(prefers-reduced-motion: reduce)").matches
    document.querySelector('[data-testid="stMain"]')
      ?.scrollTo({ top: 0, behavior: still ? "auto" : "smooth" })
  }
  said = data.told
  waits = data.waits
  window.addEventListener("beforeunload", ask) // the same function again adds nothing
  return () => window.removeEventListener("beforeunload", ask)
}
