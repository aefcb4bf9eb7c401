// Kleine Hilfen, ohne die jede Seite auch geht: Häkchen merken, Karte einfärben, Menü mit der Tastatur öffnen. Nichts verlässt den Browser.

/** Häkchen einer Checkliste bleiben in diesem Browser, bis man sie löscht. */
function rememberTasks() {
  const boxes = [...document.querySelectorAll("article .s-aufgabe input, article .task-list-item input")];
  if (!boxes.length) return;
  const key = "schule:haken:" + location.pathname;
  const label = (box) => (box.closest("li") || box.parentElement).textContent.trim();
  let stored = [];
  try {
    stored = JSON.parse(localStorage.getItem(key) || "[]");
  } catch {
    return; // Speichern ist in diesem Browser abgeschaltet.
  }
  const list = boxes[boxes.length - 1].closest("ul");
  const tools = document.createElement("p");
  tools.className = "s-haken";
  const count = document.createElement("span");
  count.setAttribute("role", "status");
  const reset = document.createElement("button");
  reset.type = "button";
  reset.className = "s-knopf s-knopf--klein";
  reset.textContent = "Häkchen löschen";
  tools.append(count, " ", reset);
  list.after(tools);

  const show = () => {
    const done = boxes.filter((box) => box.checked).length;
    count.textContent = `${done} von ${boxes.length} erledigt. Die Häkchen bleiben nur in diesem Browser.`;
    reset.hidden = done === 0;
  };
  const save = () => {
    const done = boxes.filter((box) => box.checked).map(label);
    try {
      if (done.length) localStorage.setItem(key, JSON.stringify(done));
      else localStorage.removeItem(key);
    } catch {
      // Voll oder gesperrt: Die Häkchen gelten dann bis zum Schließen der Seite.
    }
    show();
  };
  for (const box of boxes) {
    if (!box.labels?.length) box.setAttribute("aria-label", label(box));
    if (stored.includes(label(box))) box.checked = true;
    box.addEventListener("change", save);
  }
  reset.addEventListener("click", () => {
    for (const box of boxes) box.checked = false;
    save();
    boxes[0].focus();
  });
  show();
}

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
  }
}

/** Menü und Suche öffnet das Theme auf schmalen Bildschirmen nur mit der Maus; hier auch mit der Tastatur. */
function openByKey() {
  for (const [id, name] of [["__drawer", "Menü"], ["__search", "Suche"]]) {
    const toggle = document.getElementById(id);
    for (const label of document.querySelectorAll(`.md-header label[for="${id}"]:not(.md-search *)`)) {
      label.setAttribute("role", "button");
      label.setAttribute("aria-label", name);
      label.tabIndex = 0;
      // Die Eingabetaste bedient das Theme selbst, die Leertaste nicht.
      label.addEventListener("keydown", (event) => {
        if (event.key !== " ") return;
        event.preventDefault();
        label.click();
      });
    }
    if (id === "__drawer") {
      toggle?.addEventListener("change", () => {
        if (toggle.checked) setTimeout(() => document.querySelector(".md-nav--primary .md-nav__list a, .md-nav--primary .md-nav__list label")?.focus(), 300);
      });
    }
  }
  document.addEventListener("keydown", (event) => {
    const drawer = document.getElementById("__drawer");
    if (event.key === "Escape" && drawer?.checked) drawer.click();
  });
}

openByKey();
rememberTasks();
colourMap();
