// The map of a step: drawn once from its markup, and kept with its zoom until another map comes.
export default function ({ data, parentElement }) {
  const holder = parentElement.querySelector("[data-holder]")
  if (holder.dataset.key !== data.key) {
    holder.dataset.key = data.key
    holder.style.setProperty("--sg-rows", data.rows)
    holder.map?.stop()
    const drawn = new DOMParser().parseFromString(data.html, "text/html").body.firstElementChild
    holder.replaceChildren(drawn)
    holder.map = figure(drawn)
    holder.dataset.mark = ""
  }
  if (holder.dataset.mark !== (data.mark || "")) {
    holder.dataset.mark = data.mark || ""
    holder.map.find((name) => name === data.mark)
  }
}
