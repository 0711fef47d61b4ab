// Tells the server when a visitor changes between light and dark. Streamlit recolours its own
// parts at once, but charts, maps and our own parts are coloured by the server. Also says which
// language the page is in, and each name of a language, so that a screen reader speaks it.
let asked = null
let observer = null

export default function ({ data, setTriggerValue }) {
  document.documentElement.lang = data.language
  for (const code of data.known) {
    const name = document.querySelector(`.st-key-language-${code}`)
    if (name) name.lang = code
  }
  const app = document.querySelector('[data-testid="stApp"]')
  const check = () => {
    const look = getComputedStyle(app).colorScheme
    if (look === data.look) {
      asked = null
    } else if (look !== asked && (look === "light" || look === "dark")) {
      asked = look
      setTriggerValue("look", look)
    }
  }
  observer?.disconnect() // called anew when the data change, and tidied up only at the end
  observer = new MutationObserver(check)
  observer.observe(app, { attributes: true, attributeFilter: ["class"] })
  check()
  return () => observer.disconnect()
}
