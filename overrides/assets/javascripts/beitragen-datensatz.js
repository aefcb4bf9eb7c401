// Macht aus dem Formular einen Datensatz: { slug, satz, sources, faults }. Einzelne Werte prüft beitragen-pruefen.js.

(() => {
  const { clean, slugOf, asMarkdown } = window.schuleYaml;
  const { fieldsOf, rowsOf, controlOf, unknownOf, labelOf, readRaw, isBlank } = window.schuleFelder;
  const check = window.schulePruefen;
  const UNKNOWN = "unbekannt";
  const listed = new Map();

  /** Die Kennung zu einem Titel aus einer Vorschlagsliste; auch die Kennung selbst gilt. */
  function slugFor(control, text) {
    const id = control.getAttribute("list");
    if (!listed.has(id)) {
      const table = new Map();
      for (const option of document.getElementById(id)?.options || []) {
        const slug = option.dataset.slug || option.value;
        table.set(option.value.toLowerCase(), slug);
        table.set(slug.toLowerCase(), slug);
      }
      listed.set(id, table);
    }
    return listed.get(id).get(text.toLowerCase().replace(/\s+/g, " "));
  }

  /** Alle Werte eines Bereichs; Fehler kommen in die Liste und ihr Wert bleibt weg. */
  function readValues(scope, faults) {
    const values = {};
    for (const field of fieldsOf(scope)) {
      const value = valueOf(field, faults);
      if (value !== undefined) values[field.dataset.feld] = value;
    }
    return values;
  }

  function valueOf(field, faults) {
    const form = field.dataset.form;
    if (form === "block") return isBlank(readRaw(field)) ? undefined : readValues(field, faults);
    if (form === "reihen" || form === "werte") {
      const rows = rowsOf(field).filter((row) => !isBlank(readRaw(row))).map((row) => readValues(row, faults));
      const found = form === "werte" ? rows.map((row) => row.wert).filter(Boolean) : rows.filter((row) => Object.keys(row).length);
      return found.length ? [...new Set(found)] : undefined;
    }
    if (form === "haken") {
      const chosen = [...field.querySelectorAll("input:checked")].map((box) => box.value);
      return chosen.length ? chosen : undefined;
    }
    return single(field, faults);
  }

  function single(field, faults) {
    const control = controlOf(field);
    const { form } = field.dataset;
    const say = (message) => void faults.push({ id: control.id, name: labelOf(field), message });
    if (unknownOf(field)?.checked) return UNKNOWN;
    const text = clean(control.value);
    if (!text) {
      if ("pflicht" in field.dataset) say(form === "wahl" ? "Bitte wählen." : unknownOf(field) ? "Bitte ausfüllen oder „ist nicht bekannt“ ankreuzen." : "Bitte ausfüllen.");
      return undefined;
    }
    if ("auchUnbekannt" in field.dataset && text === UNKNOWN) return UNKNOWN;
    if (form === "verweis") {
      const slug = slugFor(control, text);
      if (!slug) say(`„${text}“ steht nicht in der Liste. Wählen Sie einen der Vorschläge.`);
      return slug;
    }
    if (form === "zeilen" || form === "adressen") {
      const lines = text.split("\n").map((line) => line.trim()).filter(Boolean);
      const wrong = form === "adressen" ? lines.map((line) => check("adresse", line, {}).fehler).find(Boolean) : undefined;
      if (wrong) say(wrong);
      return wrong ? undefined : lines;
    }
    const { wert, fehler } = check(form, form === "absaetze" ? asMarkdown(text) : text, field.dataset);
    if (fehler) say(fehler);
    return wert;
  }

  const sameTitle = (text) => text.toLowerCase().replaceAll("ß", "ss").split(/\s+/).join(" ").trim();

  /** Der ganze Datensatz: { datei, satz, quellen, faults }. */
  function readRecord(form) {
    const faults = [];
    const values = readValues(form, faults);
    const fault = (id, name, message) => faults.push({ id, name, message });
    const sources = namedSources(form, values.neue_quellen || [], fault);
    const known = [...(values.quellen || []), ...sources.map((source) => source.slug)];
    if (known.length) values.quellen = known;
    else if (!faults.some((one) => one.id.startsWith("f-quellen") || one.id.startsWith("f-neue-quellen"))) {
      fault("f-quellen", "Quellen", "Bitte eine Quelle wählen oder eine neue angeben.");
    }
    const taken = JSON.parse(form.dataset.vorhanden);
    const slug = proposedSlug(form.dataset.beitrag, values);
    if (values.titel && !slug) fault("f-titel", "Titel", "Der Titel braucht einen Buchstaben oder eine Ziffer.");
    if (values.titel && taken.some(([, title]) => sameTitle(title) === sameTitle(values.titel))) {
      fault("f-titel", "Titel", `„${values.titel}“ gibt es schon. Ergänzen Sie zum Beispiel den Ort.`);
    }
    if (values.stand && /^\d{4}/.test(values.stand) && values.stand.slice(0, 10) > today().slice(0, values.stand.length)) fault("f-stand", "Stand", "Der Stand liegt in der Zukunft.");
    if (values.ende && values.beginn && endsBefore(values)) fault("f-ende", "Ende", "Das Ende liegt vor dem Beginn.");
    const satz = {};
    for (const name of form.dataset.reihenfolge.split(" ")) if (name in values) satz[name] = values[name];
    return { slug: unique(slug || "neuer-eintrag", new Set(taken.map(([one]) => one))), satz, sources, faults };
  }

  const endsBefore = ({ beginn, ende }) => ende < beginn.slice(0, ende.length) && ende.slice(0, beginn.length) < beginn;

  function proposedSlug(kind, values) {
    const slug = slugOf(values.titel || "");
    const year = /^\d{4}/.exec(values.beginn || "")?.[0];
    return kind === "veranstaltungen" && slug && year && !slug.endsWith(year) ? `${slug}-${year}` : slug;
  }

  function unique(slug, taken) {
    let name = slug;
    for (let number = 2; taken.has(name); number += 1) name = `${slug}-${number}`;
    return name;
  }

  /** Neue Quellen mit einer eigenen Kennung. */
  function namedSources(form, sources, fault) {
    const field = form.querySelector("[data-neben]");
    const taken = new Set(JSON.parse(field.dataset.vorhanden));
    const rows = rowsOf(field).filter((row) => !isBlank(readRaw(row)));
    return sources.map((source, index) => {
      const slug = slugOf(source.titel || "");
      if (source.titel && !slug) fault(controlOf(fieldsOf(rows[index] || rows[0])[0]).id, "Titel", "Der Titel braucht einen Buchstaben oder eine Ziffer.");
      const name = unique(slug || "neue-quelle", taken);
      taken.add(name);
      return { slug: name, ...source };
    });
  }

  function today() {
    const now = new Date();
    return `${now.getFullYear()}-${String(now.getMonth() + 1).padStart(2, "0")}-${String(now.getDate()).padStart(2, "0")}`;
  }

  window.schuleDatensatz = { readRecord, today };
})();
