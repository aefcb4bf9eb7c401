// Die Mappe: Datensätze, die sich jemand merkt. Sie liegt nur in diesem Browser; jede Seite eines Datensatzes bekommt einen Knopf.

(() => {
  const KEY = "schule:mappe";
  const KINDS = ["leitprojekte", "leitfaeden", "kommunen", "praxisbeispiele", "modellprojekte", "biografien", "formate", "veranstaltungen"];
  const REFERENCE = /^[a-z]+\/[a-z0-9-]+$/;

  let unsaved = null; // Stand, wenn der Browser nichts speichert

  /** Liest die Mappe: { titel, eintraege: ["leitprojekte/…"] }. Unsinn im Speicher zählt als leere Mappe. */
  function read() {
    if (unsaved) return unsaved;
    try {
      const stored = JSON.parse(localStorage.getItem(KEY));
      const entries = Array.isArray(stored?.eintraege) ? stored.eintraege : [];
      return {
        titel: typeof stored?.titel === "string" ? stored.titel : "",
        eintraege: [...new Set(entries.filter((entry) => typeof entry === "string" && REFERENCE.test(entry)))],
      };
    } catch {
      return { titel: "", eintraege: [] };
    }
  }

  /** Schreibt die Mappe und sagt es allen Knöpfen der Seite. */
  function write(folder) {
    try {
      if (folder.titel || folder.eintraege.length) localStorage.setItem(KEY, JSON.stringify(folder));
      else localStorage.removeItem(KEY);
      unsaved = null;
    } catch {
      unsaved = folder; // Speichern ist abgeschaltet oder voll: Die Mappe gilt bis zum Verlassen der Seite.
    }
    document.dispatchEvent(new CustomEvent("mappe"));
  }

  function toggle(id) {
    const folder = read();
    const known = folder.eintraege.includes(id);
    write({ ...folder, eintraege: known ? folder.eintraege.filter((entry) => entry !== id) : [...folder.eintraege, id] });
  }

  /** Ein Knopf, der einen Datensatz in die Mappe legt und wieder herausnimmt. */
  function button(id, title) {
    const element = document.createElement("button");
    element.type = "button";
    element.className = "s-merken";
    const show = () => {
      const known = read().eintraege.includes(id);
      element.textContent = known ? "Gemerkt" : "Merken";
      element.setAttribute("aria-label", known ? `Gemerkt: ${title}. Wieder aus der Mappe nehmen` : `Merken: ${title}`);
      element.classList.toggle("s-merken--an", known);
    };
    element.addEventListener("click", () => toggle(id));
    document.addEventListener("mappe", show);
    show();
    return element;
  }

  /** Der Weg von dieser Seite zur Wurzel der Website, wie ihn das Theme kennt. */
  function base() {
    try {
      return JSON.parse(document.getElementById("__config").textContent).base;
    } catch {
      return ".";
    }
  }

  /** Knopf und Weg zur Mappe auf der Seite eines Datensatzes. */
  function offer() {
    const article = document.querySelector("article.s-seite");
    const path = article?.querySelector(".s-pfad");
    const kind = KINDS.find((name) => article?.classList.contains(`s-seite--${name}`));
    const slug = kind && location.pathname.match(new RegExp(`/${kind}/([a-z0-9-]+)(?:/(?:index\\.html)?|\\.html)?$`))?.[1];
    if (!path || !slug) return;
    const heading = article.querySelector("h1").cloneNode(true);
    heading.querySelector(".headerlink")?.remove();
    const row = document.createElement("p");
    row.className = "s-merkzeile";
    const link = document.createElement("a");
    link.href = `${base()}/mappe/` + (location.pathname.endsWith(".html") ? "index.html" : "");
    const show = () => {
      const count = read().eintraege.length;
      link.textContent = `Mappe (${count})`;
      link.hidden = !count;
    };
    document.addEventListener("mappe", show);
    show();
    row.append(link, " ", button(`${kind}/${slug}`, heading.textContent.trim()));
    path.after(row);
  }

  window.schuleMappe = { read, write, toggle, button, base, REFERENCE };
  offer();
})();
