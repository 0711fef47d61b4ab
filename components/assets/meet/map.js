// The map of a step: drawn once from its SVG, and kept with its zoom until another map comes.
export default function ({ data, parentElement }) {
  const holder = parentElement.querySelector("[data-map]")
  if (holder.dataset.key !== data.key) {
    holder.dataset.key = data.key
    holder.style.setProperty("--sg-key", data.rows)
    const picture = new DOMParser().parseFromString(data.svg, "image/svg+xml").documentElement
    holder.replaceChildren(picture)
    holder.nextElementSibling?.matches(".sg-map-line") && holder.nextElementSibling.remove()
    holder.map = interactiveMap(holder, data.words)
  }
  if (holder.dataset.mark !== (data.mark || "")) {
    holder.dataset.mark = data.mark || ""
    holder.map.mark(data.mark || null)
  }
}
