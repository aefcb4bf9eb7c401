// Kleine Hilfen, ohne die jede Seite auch geht: Menü mit der Tastatur öffnen, gewählte Ansicht merken. Nichts verlässt den Browser.

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
