// "What is near me?": asks the browser where it is, only when the button is pressed. The position
// goes to this visit of the page and nowhere else; it is rounded to some 10 metres.
const round = (degrees) => Math.round(degrees * 1e4) / 1e4

export default function ({ data, parentElement, setTriggerValue }) {
  let button = parentElement.querySelector("button")
  let told = parentElement.querySelector("p")
  if (!button) {
    button = document.createElement("button")
    button.type = "button"
    told = document.createElement("p")
    told.setAttribute("role", "status")
    parentElement.append(button, told)
  }
  button.textContent = data.words.ask
  const say = (name) => { told.textContent = name ? data.words[name] : "" }
  button.onclick = () => {
    if (!window.isSecureContext) return say("insecure")
    if (!navigator.geolocation) return say("unable")
    say("waiting")
    navigator.geolocation.getCurrentPosition(
      ({ coords }) => {
        say("")
        setTriggerValue("found", { lon: round(coords.longitude), lat: round(coords.latitude) })
      },
      (error) => say(error.code === error.PERMISSION_DENIED ? "denied" : "unable"),
      { enableHighAccuracy: false, timeout: 15000, maximumAge: 60000 },
    )
  }
}
