// Formular für einen neuen Datensatz: liest die Felder, zeigt das YAML dazu, merkt sich alles nur in diesem Browser.
// Was ein Feld ist, sagt das HTML (data-feld, data-form); geprüft wird in beitragen-pruefen.js, geschrieben in beitragen-yaml.js.

(() => {
  const { clean, toYaml, slugOf, asMarkdown } = window.schuleYaml;
  const check = window.schulePruefen;
  const SCOPE = "[data-feld],[data-reihe],[data-beitrag]";
  const UNKNOWN = "unbekannt";
  const LONGEST_MAIL = 1900;
  const LONGEST_TICKET = 6000;

  function make(tag, properties = {}, ...children) {
    const element = Object.assign(document.createElement(tag), properties);
    element.append(...children);
    return element;
  }

  // --- Felder lesen und schreiben ---------------------------------------------------------------------------------

  const fieldsOf = (scope) => [...scope.querySelectorAll("[data-feld]")].filter((field) => field.parentElement.closest(SCOPE) === scope);
  const rowsOf = (field) => [...field.querySelector(".s-beitrag__reihen").children];
  const controlOf = (field) => field.querySelector("select, textarea, input:not([data-unbekannt])");
  const unknownOf = (field) => field.querySelector("[data-unbekannt]");
  const labelOf = (field) => (field.querySelector("legend, label")?.firstChild?.textContent || "").trim();

  /** Was in den Feldern steht, so wie es getippt ist: zum Merken und Wiederherstellen. */
  function readRaw(scope) {
    const raw = {};
    for (const field of fieldsOf(scope)) {
      const form = field.dataset.form;
      if (form === "block") raw[field.dataset.feld] = readRaw(field);
      else if (form === "reihen" || form === "werte") raw[field.dataset.feld] = rowsOf(field).map(readRaw);
      else if (form === "haken") raw[field.dataset.feld] = [...field.querySelectorAll("input:checked")].map((box) => box.value);
      else raw[field.dataset.feld] = unknownOf(field)?.checked ? { unbekannt: true } : controlOf(field).value;
    }
    return raw;
  }

  const isText = (value) => typeof value === "string";

  /** Setzt alle Felder auf einen gemerkten Stand; was darin fehlt oder unsinnig ist, wird leer. */
  function writeRaw(scope, raw) {
    for (const field of fieldsOf(scope)) {
      const form = field.dataset.form;
      const known = raw?.[field.dataset.feld];
      if (form === "block") writeRaw(field, known);
      else if (form === "reihen" || form === "werte") {
        field.querySelector(".s-beitrag__reihen").replaceChildren();
        const rows = Array.isArray(known) ? known.slice(0, 100) : [];
        if (!rows.length && form === "werte") rows.push({});
        for (const row of rows) writeRaw(addRow(field), row);
      } else if (form === "haken") {
        for (const box of field.querySelectorAll("input")) box.checked = Array.isArray(known) && known.includes(box.value);
      } else {
        const unknown = Boolean(known?.unbekannt) && Boolean(unknownOf(field));
        controlOf(field).value = isText(known) ? known : "";
        if (unknownOf(field)) unknownOf(field).checked = unknown;
        controlOf(field).disabled = unknown;
      }
    }
  }

  function addRow(field) {
    const list = field.querySelector(".s-beitrag__reihen");
    const number = Number(field.dataset.zaehler || 0) + 1;
    field.dataset.zaehler = String(number);
    const holder = document.createElement("div");
    holder.innerHTML = field.querySelector("template").innerHTML.replaceAll("__n__", String(number));
    const row = holder.firstElementChild;
    list.append(row);
    describe(row);
    nameRows(field);
    return row;
  }

  /** Zählt die Einträge, damit jeder seinen eigenen Namen hat. */
  function nameRows(field) {
    rowsOf(field).forEach((row, index) => {
      const name = `${labelOf(field)} ${index + 1}`;
      row.setAttribute("role", "group");
      row.setAttribute("aria-label", name);
      row.querySelector("[data-entfernen]").setAttribute("aria-label", `${name} entfernen`);
      const label = row.querySelector(".s-beitrag__nummer");
      if (label) label.textContent = String(index + 1);
    });
  }

  /** Verbindet jedes Feld mit seiner Hilfe und dem Platz für Fehler. */
  function describe(scope) {
    for (const place of scope.querySelectorAll(".s-beitrag__fehler")) {
      const id = place.id.replace(/-fehler$/, "");
      const target = document.getElementById(id) || scope.querySelector(`[id="${id}"]`);
      const help = document.getElementById(`${id}-hilfe`) ? `${id}-hilfe ` : "";
      target?.setAttribute("aria-describedby", `${help}${place.id}`);
    }
  }

  // --- Werte prüfen -----------------------------------------------------------------------------------------------

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

  const isBlank = (raw) =>
    isText(raw) ? !clean(raw) : Array.isArray(raw) ? raw.every(isBlank) : !raw || (!raw.unbekannt && Object.values(raw).every(isBlank));

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

  // --- Merken -----------------------------------------------------------------------------------------------------

  /** Liest und schreibt den Stand; ein gesperrter oder voller Speicher stört nicht. */
  function storage(key) {
    return {
      read() {
        try {
          const state = JSON.parse(localStorage.getItem(key) || "null");
          return state && typeof state === "object" && !Array.isArray(state) ? state : null;
        } catch {
          return null;
        }
      },
      write(state) {
        try {
          if (state) localStorage.setItem(key, JSON.stringify(state));
          else localStorage.removeItem(key);
          return true;
        } catch {
          return false;
        }
      },
    };
  }

  // --- Das Ergebnis -----------------------------------------------------------------------------------------------

  async function copy(area, say) {
    try {
      await navigator.clipboard.writeText(area.value);
      say("Kopiert.");
    } catch {
      area.focus();
      area.select();
      say(document.execCommand?.("copy") ? "Kopiert." : "Der Text ist markiert. Kopieren Sie ihn mit Strg und C.");
    }
  }

  function download(name, text, say) {
    const address = URL.createObjectURL(new Blob([text], { type: "application/yaml;charset=utf-8" }));
    const link = make("a", { href: address, download: name });
    document.body.append(link);
    link.click();
    link.remove();
    setTimeout(() => URL.revokeObjectURL(address), 1000);
    say(`Die Datei „${name}“ liegt bei Ihren Downloads.`);
  }

  const button = (text, act, more = "") => {
    const element = make("button", { type: "button", className: `s-knopf ${more}`.trim(), textContent: text });
    element.addEventListener("click", act);
    return element;
  };
  const status = (className) => {
    const element = make("p", { className });
    element.setAttribute("role", "status");
    return element;
  };
  const output = (id, rows) => make("textarea", { id, readOnly: true, rows, spellcheck: false, className: "s-beitrag__yaml" });

  /** Adresse mit ausgefülltem Text; ist er zu lang, steht darin nur, dass die Datei anhängt. */
  function addressed(base, names, subject, text, attached, most) {
    const full = `${base}?${names[0]}=${encodeURIComponent(subject)}&${names[1]}=`;
    const whole = full + encodeURIComponent(text);
    return whole.length <= most ? [whole, false] : [full + encodeURIComponent(attached), true];
  }

  function start(form) {
    const kind = form.dataset.beitrag;
    const stored = storage(`schule:beitrag:${kind}`);
    const result = make("section", { className: "s-beitrag__ergebnis" });
    const heading = make("h2", { id: "ergebnis", textContent: "Ihr Eintrag" });
    const progress = status("s-beitrag__stand");
    const summary = make("div", { className: "s-beitrag__liste", tabIndex: -1, hidden: true });
    const file = output("ergebnis-yaml", 16);
    const fileLabel = make("label", { htmlFor: file.id });
    const extra = output("ergebnis-quellen", 7);
    const told = status("s-beitrag__meldung");
    const say = (text) => (told.textContent = text);
    const touched = new Set();
    let before = null;
    let current = null;

    const guarded = (act) => (event) => {
      if (!current.faults.length) return act(event);
      event.preventDefault();
      for (const fault of current.faults) touched.add(fault.id);
      showFaults(true);
      return undefined;
    };
    const name = () => `${current.slug}.yml`;
    const mail = make("a", { className: "s-knopf s-knopf--klein", textContent: "E-Mail öffnen" });
    mail.addEventListener("click", guarded(() => say("Ihr E-Mail-Programm öffnet sich. Abschicken müssen Sie selbst.")));
    const ticket = make("a", { className: "s-knopf s-knopf--klein", textContent: "Ticket vorbereiten", hidden: !form.dataset.ticket, rel: "external" });
    ticket.addEventListener("click", guarded(() => undefined));
    const tooLong = make("p", { className: "s-fein", hidden: true });
    const sources = make(
      "div",
      { hidden: true },
      make("label", { htmlFor: extra.id, textContent: "Dazu die neuen Quellen, für content/register/quellen.yml" }),
      extra,
      make(
        "p",
        { className: "s-beitrag__knoepfe" },
        button("Quellen kopieren", guarded(() => copy(extra, say)), "s-knopf--klein"),
        button("Quellen als Datei speichern", guarded(() => download(`${current.slug}-quellen.yml`, extra.value, say)), "s-knopf--klein"),
      ),
    );
    const back = button("Wiederherstellen", () => restore(), "s-knopf--klein");
    const reset = button("Alles löschen", () => clear(), "s-knopf--klein");
    back.hidden = true;
    result.setAttribute("aria-labelledby", heading.id);
    result.append(
      heading, progress, summary, fileLabel, file,
      make(
        "p",
        { className: "s-beitrag__knoepfe" },
        button("Als Datei speichern", guarded(() => download(name(), file.value, say))),
        button("Kopieren", guarded(() => copy(file, say)), "s-knopf--klein"),
        mail, ticket, reset, back,
      ),
      told, tooLong, sources,
    );
    if (!form.dataset.kontakt) result.append(make("p", { className: "s-fein", textContent: "Eine Adresse der Redaktion ist noch nicht eingetragen; den Empfänger der E-Mail setzen Sie selbst ein." }));
    form.append(result);

    function showFaults(focus = false) {
      const marked = new Map();
      for (const { id, message } of current.faults) if (touched.has(id) && !marked.has(id)) marked.set(id, message);
      for (const place of form.querySelectorAll(".s-beitrag__fehler")) {
        const id = place.id.replace(/-fehler$/, "");
        const message = marked.get(id) || "";
        if (place.textContent !== message) place.textContent = message;
        const target = document.getElementById(id);
        if (message && target?.tagName !== "FIELDSET") target?.setAttribute("aria-invalid", "true");
        else target?.removeAttribute("aria-invalid");
      }
      if (!focus && (summary.hidden || !current.faults.length)) {
        summary.hidden = true;
        return;
      }
      const entries = current.faults.map(({ id, name: field, message }) => {
        const link = make("a", { href: `#${id}`, textContent: `${field}: ${message}` });
        link.addEventListener("click", (event) => {
          event.preventDefault();
          const target = document.getElementById(id);
          for (let fold = target?.closest("details:not([open])"); fold; fold = fold.parentElement.closest("details:not([open])")) fold.open = true;
          target?.focus();
        });
        return make("li", {}, link);
      });
      summary.replaceChildren(make("h3", { textContent: "Das fehlt noch" }), make("ul", {}, ...entries));
      summary.hidden = false;
      if (focus) summary.focus();
    }

    function show(saved = true) {
      current = readRecord(form);
      file.value = `# gehört nach ${form.dataset.ordner}/${name()}\n${Object.keys(current.satz).length ? toYaml(current.satz) : ""}`;
      fileLabel.textContent = `Datei ${name()}`;
      extra.value = current.sources.length ? toYaml(current.sources) : "";
      sources.hidden = !current.sources.length;
      const title = current.satz.titel || "";
      const subject = `Neuer Eintrag: ${form.dataset.art}${title ? ` „${title}“` : ""}`;
      const both = file.value + (extra.value ? `\n# für content/register/quellen.yml\n${extra.value}` : "");
      const attached = `${subject}\n\nDie Datei ${name()} hängt an.\n`;
      const [mailto, longMail] = addressed(`mailto:${form.dataset.kontakt}`, ["subject", "body"], subject, both.replace(/\n/g, "\r\n"), attached, LONGEST_MAIL);
      mail.href = mailto;
      let longTicket = false;
      if (form.dataset.ticket) {
        const names = [form.dataset.ticketTitel, form.dataset.ticketText];
        [ticket.href, longTicket] = addressed(form.dataset.ticket, names, subject, "```yaml\n" + both + "```\n", attached, LONGEST_TICKET);
      }
      const where = [longMail && "die E-Mail", longTicket && "das Ticket"].filter(Boolean).join(" und ");
      tooLong.textContent = where ? `Ihr Eintrag ist zu lang für ${where}. Speichern Sie die Datei und hängen Sie sie an.` : "";
      tooLong.hidden = !where;
      const open = current.faults.length;
      const state = open ? `Noch ${open === 1 ? "eine Angabe" : `${open} Angaben`} zu ergänzen oder zu berichtigen.` : "Vollständig. Sie können die Datei jetzt mitnehmen.";
      const place = saved ? "Was Sie tippen, bleibt nur in diesem Browser." : "Dieser Browser speichert nichts; Ihre Angaben gelten bis zum Schließen der Seite.";
      if (progress.textContent !== `${state} ${place}`) progress.textContent = `${state} ${place}`;
      reset.disabled = isPristine();
      showFaults();
    }

    const fresh = () => JSON.stringify(readRaw(form));
    const fill = (raw) => {
      writeRaw(form, raw);
      const stand = form.querySelector("#f-stand");
      if (stand && !stand.value) stand.value = today();
    };
    const isPristine = () => fresh() === pristine;
    const keep = () => {
      back.hidden = true;
      say("");
      show(stored.write(isPristine() ? null : readRaw(form)));
    };
    const clear = () => {
      before = readRaw(form);
      touched.clear();
      fill(null);
      summary.hidden = true;
      keep();
      back.hidden = false;
      back.focus();
      say("Alle Angaben sind gelöscht.");
    };
    const restore = () => {
      fill(before);
      keep();
      reset.focus();
      say("Ihre Angaben sind wieder da.");
    };

    describe(form);
    fill(null);
    const pristine = fresh();
    const known = stored.read();
    if (known) fill(known);
    form.hidden = false;
    form.addEventListener("input", (event) => {
      if (result.contains(event.target)) return;
      if (event.target.matches("[data-unbekannt]")) controlOf(event.target.closest("[data-feld]")).disabled = event.target.checked;
      keep();
    });
    form.addEventListener("change", (event) => {
      if (!event.target.id || result.contains(event.target)) return;
      touched.add(event.target.id);
      showFaults();
    });
    form.addEventListener("click", (event) => {
      const field = event.target.closest("[data-feld]");
      if (event.target.matches("[data-hinzufuegen]")) {
        const row = addRow(field);
        keep();
        controlOf(row).focus();
      } else if (event.target.matches("[data-entfernen]")) {
        const group = event.target.closest("[data-reihe]").parentElement.closest("[data-feld]");
        event.target.closest("[data-reihe]").remove();
        nameRows(group);
        keep();
        group.querySelector("[data-hinzufuegen]").focus();
        say("Eintrag entfernt.");
      }
    });
    show();
  }

  for (const form of document.querySelectorAll("[data-beitrag]")) start(form);
})();
