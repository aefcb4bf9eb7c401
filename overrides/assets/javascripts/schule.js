// Kleine Hilfen, ohne die jede Seite auch geht: Häkchen und gewählte Ansicht merken, Karte einfärben, Menü mit der Tastatur öffnen. Nichts verlässt den Browser.

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

/** Das Menü öffnet das Theme auf schmalen Bildschirmen nur mit der Maus; hier auch mit der Tastatur. */
function openByKey() {
  const drawer = document.getElementById("__drawer");
  const opener = document.querySelector('.md-header label[for="__drawer"]');
  if (!drawer || !opener) return;
  opener.setAttribute("role", "button");
  opener.setAttribute("aria-label", "Menü");
  opener.tabIndex = 0;
  // Die Eingabetaste bedient das Theme selbst, die Leertaste nicht.
  opener.addEventListener("keydown", (event) => {
    if (event.key !== " ") return;
    event.preventDefault();
    opener.click();
  });
  drawer.addEventListener("change", () => {
    opener.setAttribute("aria-expanded", String(drawer.checked));
    if (drawer.checked) setTimeout(firstInMenu, 300);
    else opener.focus();
  });
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && drawer.checked) drawer.click();
  });
}

/** Der erste Eintrag des Menüs, den man sieht: Ein offener Abschnitt verdeckt die Ebene darüber. */
function firstInMenu() {
  const entries = document.querySelectorAll(".md-nav--primary :is(a, label[tabindex]).md-nav__link");
  const seen = (entry) => {
    const box = entry.getBoundingClientRect();
    const top = document.elementFromPoint(box.left + box.width / 2, box.top + box.height / 2);
    return box.width && top && (entry.contains(top) || top.contains(entry));
  };
  [...entries].find(seen)?.focus();
}

/** Hell oder dunkel merkt sich der Browser erst, wenn jemand umschaltet; bis dahin gilt die Einstellung des Geräts. */
function rememberView() {
  const key = "schule:ansicht";
  document.querySelector("[data-md-component=palette]")?.addEventListener("change", (event) => {
    if (!event.isTrusted) return;
    try {
      localStorage.setItem(key, "gewählt");
    } catch {
      // Ohne Speicher gilt die Wahl bis zum Verlassen der Seite.
    }
  });
  addEventListener("pagehide", () => {
    try {
      if (!localStorage.getItem(key)) localStorage.removeItem(`${__md_scope.pathname}.__palette`);
    } catch {
      // Nichts gespeichert, nichts zu löschen.
    }
  });
}

openByKey();
rememberView();
rememberTasks();
colourMap();
