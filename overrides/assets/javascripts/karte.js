// Die große Karte; nur auf Seiten, auf denen sie steht. Ohne Skript nennt die Tabelle dasselbe.

/** Die Karte nach Rolle, Einwohnerzahl oder Dichte färben und den Ort unter dem Zeiger nennen. */
function colourMap() {
  for (const figure of document.querySelectorAll("[data-karte]")) {
    const map = figure.querySelector("svg");
    const choice = figure.querySelector(".s-kartenbild__wahl");
    const pointer = figure.querySelector(".s-kartenbild__zeiger");
    if (!map || !choice || !pointer) continue;
    choice.hidden = false;
    pointer.hidden = false;
    choice.addEventListener("change", (event) => {
      const value = event.target.value;
      map.dataset.faerbung = value;
      for (const legend of figure.querySelectorAll("[data-legende]")) legend.hidden = legend.dataset.legende !== value;
    });
    const name = (event) => {
      const link = event.target.closest("a");
      pointer.textContent = link ? link.getAttribute("aria-label") : " ";
    };
    for (const kind of ["pointerover", "focusin"]) map.addEventListener(kind, name);
    pointer.textContent = " ";
    // Mit dem Finger gibt es kein Darüberfahren: Das erste Tippen nennt den Ort, das zweite öffnet seine Seite.
    let tapped = null;
    map.addEventListener("click", (event) => {
      const link = event.target.closest("a");
      if (!link || event.pointerType !== "touch" || link === tapped) return;
      event.preventDefault();
      tapped = link;
      link.focus({ preventScroll: true });
      pointer.textContent = `${link.getAttribute("aria-label")}. Noch einmal tippen öffnet die Seite.`;
    });
  }
}

colourMap();
