// A name in the list is a link to its place. Here it opens the place without loading the page anew,
// and goes to what opened; without this script, or in a new tab, the link does the same.
const goTo = (asset, tries) => {
  const card = [...document.querySelectorAll(".sg-card")].find((one) => one.dataset.of === asset)
  if (!card) return tries > 0 && setTimeout(goTo, 150, asset, tries - 1)
  const still = window.matchMedia("(prefers-reduced-motion: reduce)").matches
  card.tabIndex = -1
  card.focus({ preventScroll: true })
  card.scrollIntoView({ block: "center", behavior: still ? "auto" : "smooth" })
}

let open = null

export default function ({ setTriggerValue }) {
  document.removeEventListener("click", open)
  open = (event) => {
    const link = event.target.closest?.("a[data-asset]")
    if (!link || event.button || event.metaKey || event.ctrlKey || event.shiftKey) return
    event.preventDefault()
    setTriggerValue("open", link.dataset.asset)
    goTo(link.dataset.asset, 40)
  }
  document.addEventListener("click", open)
  return () => document.removeEventListener("click", open)
}
