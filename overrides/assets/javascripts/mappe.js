// Die Seite der Mappe: ansehen, bis zu vier Einträge vergleichen, drucken, als mappe.yml mitnehmen und wieder öffnen.

const { make, button, notice } = window.schuleElemente;
const MOST = 4;

/** Die Mappe als Datei, wie sie das Programm der Redaktion liest. */
function asFile({ titel, eintraege }) {
  const lines = eintraege.map((entry) => `  - ${entry}`);
  return [`titel: ${JSON.stringify(titel || "Mappe")}`, "datensaetze:", ...lines, ""].join("\n");
}

/** Liest eine solche Datei; was kein Datensatz ist, bleibt weg. */
function fromFile(text, reference) {
  const entries = [...text.matchAll(/^\s*-\s+["']?([^\s"'#]+)["']?\s*(?:#.*)?$/gm)].map((match) => match[1]);
  const raw = text.match(/^titel:\s*(.+?)\s*$/m)?.[1] ?? "";
  let titel = raw.replace(/^'(.*)'$/, "$1");
  try {
    if (raw.startsWith('"')) titel = String(JSON.parse(raw));
  } catch {
    titel = raw;
  }
  return { titel, eintraege: [...new Set(entries.filter((entry) => reference.test(entry)))] };
}

/** Die Tabelle: eine Spalte je Datensatz, eine Zeile je Angabe; was einem fehlt, steht als Strich. */
function table(entries, data, base) {
  const head = make("tr", {}, make("th", { scope: "col", textContent: "Angabe" }));
  for (const entry of entries) {
    head.append(make("th", { scope: "col" }, make("a", { href: `${base}/${entry.url}`, textContent: entry.titel })));
  }
  const rows = [["Art", entries.map((entry) => data.arten[entry.id.split("/")[0]][0])], ["Worum es geht", entries.map((entry) => entry.kurz)]];
  const names = new Set(entries.flatMap((entry) => entry.fakten.map(([key]) => key)));
  const last = entries[0].fakten.at(-1)[0]; // der Stand der Angaben steht bei allen zuletzt
  for (const name of [...[...names].filter((key) => key !== last), last]) {
    rows.push([name, entries.map((entry) => entry.fakten.find(([key]) => key === name)?.[1] ?? "–")]);
  }
  const body = rows.map(([name, values]) => {
    const cells = values.map((value) => make("td", { textContent: value, className: value === "unbekannt" ? "s-unbekannt" : "" }));
    return make("tr", {}, make("th", { scope: "row", textContent: name }), ...cells);
  });
  const region = make("div", { className: "s-tabelle s-vergleich", tabIndex: 0 }, make("table", { className: "s-tab" }, make("thead", {}, head), make("tbody", {}, ...body)));
  region.setAttribute("role", "region");
  region.setAttribute("aria-label", "Vergleich");
  return region;
}

function start(place, data) {
  const { read, write, toggle, base, REFERENCE } = window.schuleMappe;
  const root = base();
  const known = new Map(data.datensaetze.map((entry) => [entry.id, entry]));
  let chosen = [];
  let before = null;

  const told = notice("s-mappe__meldung");
  const say = (text) => (told.textContent = text);
  const title = make("input", { type: "text", id: "mappe-titel", maxLength: 200, autocomplete: "off" });
  const picker = make("input", { type: "file", id: "mappe-datei", accept: ".yml,.yaml,text/plain" });
  const items = make("ul", { className: "s-zeilen s-mappe__liste" });
  const comparison = make("div", { className: "s-mappe__vergleich" });
  const back = button("Wiederherstellen", () => restore(), "s-knopf--klein");
  const clear = button("Alles herausnehmen", () => empty(), "s-knopf--klein");
  const save = button("Als Datei speichern", () => {
    window.schuleEingaben.download("mappe.yml", asFile(read()), "application/yaml");
    say("Die Datei mappe.yml liegt bei Ihren Downloads.");
  });
  const paper = button("Drucken", () => print());
  back.hidden = true;
  const cover = make("p", { className: "s-nur-papier s-mappe__deckel" });
  place.append(
    cover,
    make("p", { className: "s-mappe__titel" }, make("label", { htmlFor: title.id, textContent: "Name der Mappe" }), title),
    items,
    make("p", { className: "s-mappe__knoepfe" }, save, paper, clear, back),
    make("p", { className: "s-mappe__datei" }, make("label", { htmlFor: picker.id, textContent: "Gespeicherte Datei öffnen" }), picker),
    told,
    comparison,
  );

  const compare = (id, wanted) => {
    chosen = wanted ? [...chosen, id] : chosen.filter((one) => one !== id);
    show();
    items.querySelector(`[data-vergleich="${CSS.escape(id)}"]`)?.focus();
  };
  const remove = (id) => {
    before = read();
    chosen = chosen.filter((one) => one !== id);
    toggle(id);
    back.hidden = false;
    say(`Herausgenommen: ${known.get(id)?.titel ?? id}.`);
    (items.querySelector("button") ?? back).focus();
  };
  // Auf Papier stehen bei jedem Eintrag die Angaben des Vergleichs und die Adresse; am Bildschirm steht beides auf der Seite.
  const sheet = (entry) => {
    const facts = entry.fakten.map(([name, value]) =>
      make("div", {}, make("dt", { textContent: name }), make("dd", { textContent: value, className: value === "unbekannt" ? "s-unbekannt" : "" })),
    );
    const address = new URL(`${root}/${entry.url}`, location.href);
    const where = address.protocol === "file:" ? [] : [make("p", { textContent: address.href })];
    return make("div", { className: "s-nur-papier" }, make("dl", { className: "s-fakten s-fakten--breit" }, ...facts), ...where);
  };
  const line = (id) => {
    const entry = known.get(id);
    const away = button("Herausnehmen", () => remove(id), "s-knopf--klein");
    away.setAttribute("aria-label", `Herausnehmen: ${entry?.titel ?? id}`);
    if (!entry) return make("li", {}, `${id} gibt es auf dieser Website nicht (mehr). `, away);
    const box = make("input", { type: "checkbox", checked: chosen.includes(id), disabled: !chosen.includes(id) && chosen.length >= MOST });
    box.dataset.vergleich = id;
    box.addEventListener("change", () => compare(id, box.checked));
    const choice = make("label", { className: "s-mappe__wahl" }, box, " vergleichen");
    box.setAttribute("aria-label", `vergleichen: ${entry.titel}`);
    return make(
      "li",
      {},
      make("a", { href: `${root}/${entry.url}`, textContent: entry.titel }),
      " ",
      make("small", { textContent: data.arten[id.split("/")[0]][0] }),
      make("p", { textContent: entry.kurz }),
      sheet(entry),
      make("p", { className: "s-mappe__tun" }, choice, away),
    );
  };
  const show = () => {
    const folder = read();
    if (document.activeElement !== title) title.value = folder.titel;
    cover.textContent = folder.titel;
    chosen = chosen.filter((id) => folder.eintraege.includes(id) && known.has(id));
    items.replaceChildren(...folder.eintraege.map(line));
    if (!folder.eintraege.length) items.append(make("li", { textContent: "Die Mappe ist leer." }));
    for (const element of [save, paper, clear]) element.disabled = !folder.eintraege.length;
    comparison.replaceChildren();
    if (folder.eintraege.length < 2) return;
    comparison.append(make("h2", { textContent: "Vergleich", className: chosen.length > 1 ? "" : "s-mappe__tun" }));
    if (chosen.length > 1) comparison.append(table(chosen.map((id) => known.get(id)), data, root));
    else comparison.append(make("p", { className: "s-mappe__tun", textContent: `Kreuzen Sie oben zwei bis ${MOST} Einträge an.` }));
  };
  const empty = () => {
    before = read();
    write({ titel: "", eintraege: [] });
    back.hidden = false;
    back.focus();
    say("Die Mappe ist leer.");
  };
  const restore = () => {
    write(before);
    back.hidden = true;
    say("Die Mappe ist wieder da.");
    (items.querySelector("button") ?? title).focus();
  };

  title.addEventListener("input", () => write({ ...read(), titel: title.value }));
  picker.addEventListener("change", async () => {
    const file = picker.files[0];
    picker.value = "";
    if (!file) return;
    const opened = fromFile(await file.text(), REFERENCE);
    if (!opened.eintraege.length) {
      say("In der Datei steht kein Datensatz. Eine Mappe enthält Zeilen wie „- leitprojekte/name“.");
      return;
    }
    before = read();
    back.hidden = !before.eintraege.length;
    write(opened);
    say(`Geöffnet: ${opened.eintraege.length === 1 ? "ein Eintrag" : `${opened.eintraege.length} Einträge`}.`);
  });
  document.addEventListener("mappe", show);
  addEventListener("storage", show);
  show();
}

document.addEventListener("DOMContentLoaded", () => {
  const place = document.querySelector("[data-mappe]");
  if (place && window.schuleAuswahl && window.schuleMappe) start(place, window.schuleAuswahl);
});
