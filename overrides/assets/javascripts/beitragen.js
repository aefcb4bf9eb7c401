// Formular für einen neuen Datensatz: zeigt beim Tippen, was daraus wird, und merkt sich alles nur in diesem Browser.
// Gelesen wird in beitragen-felder.js, geprüft in beitragen-datensatz.js, ausgegeben in beitragen-ausgabe.js.

(() => {
  const { make, button, notice } = window.schuleElemente;
  const { controlOf, readRaw, writeRaw, addRow, nameRows, describe } = window.schuleFelder;
  const { readRecord, today } = window.schuleDatensatz;

  function fill(form, raw) {
    writeRaw(form, raw);
    const stand = form.querySelector("#f-stand");
    if (stand && !stand.value) stand.value = today();
  }

  /** Was offen ist und wo das Getippte bleibt, in zwei Sätzen. */
  function progressOf(open, saved) {
    const state = open ? `Noch ${open === 1 ? "eine Angabe" : `${open} Angaben`} zu ergänzen oder zu berichtigen.` : "Vollständig. Sie können die Datei jetzt mitnehmen.";
    const place = saved ? "Was Sie tippen, bleibt nur in diesem Browser." : "Dieser Browser speichert nichts; Ihre Angaben gelten bis zum Schließen der Seite.";
    return `${state} ${place}`;
  }

  function start(form) {
    const stored = window.schuleEingaben.storage(`schule:beitrag:${form.dataset.beitrag}`);
    const result = make("section", { className: "s-beitrag__ergebnis" });
    const heading = make("h2", { id: "ergebnis", textContent: "Ihr Eintrag" });
    const progress = notice("s-beitrag__stand");
    const told = notice("s-beitrag__meldung");
    const say = (text) => (told.textContent = text);
    const faults = window.schuleFehler(form);
    let before = null;
    let current = null;

    const guarded = (act) => (event) => {
      if (!current.faults.length) return act(event);
      event.preventDefault();
      for (const fault of current.faults) faults.touched.add(fault.id);
      faults.show(current.faults, true);
      return undefined;
    };
    const back = button("Wiederherstellen", () => restore(), "s-knopf--klein");
    const reset = button("Alles löschen", () => clear(), "s-knopf--klein");
    back.hidden = true;
    const output = window.schuleAusgabe(form, guarded, say, [reset, back]);
    result.setAttribute("aria-labelledby", heading.id);
    result.append(heading, progress, faults.summary, ...output.head, told, ...output.foot);
    if (!form.dataset.kontakt) result.append(make("p", { className: "s-fein", textContent: "Eine Adresse der Redaktion ist noch nicht eingetragen; den Empfänger der E-Mail setzen Sie selbst ein." }));
    form.append(result);

    const fresh = () => JSON.stringify(readRaw(form));
    const isPristine = () => fresh() === pristine;
    const show = (saved = true) => {
      current = readRecord(form);
      output.show(current);
      const sentences = progressOf(current.faults.length, saved);
      if (progress.textContent !== sentences) progress.textContent = sentences;
      reset.disabled = isPristine();
      faults.show(current.faults);
    };
    const keep = () => {
      back.hidden = true;
      say("");
      show(stored.write(isPristine() ? null : readRaw(form)));
    };
    const clear = () => {
      before = readRaw(form);
      faults.touched.clear();
      fill(form, null);
      faults.summary.hidden = true;
      keep();
      back.hidden = false;
      back.focus();
      say("Alle Angaben sind gelöscht.");
    };
    const restore = () => {
      fill(form, before);
      keep();
      reset.focus();
      say("Ihre Angaben sind wieder da.");
    };

    describe(form);
    fill(form, null);
    const pristine = fresh();
    const known = stored.read();
    if (known) fill(form, known);
    form.hidden = false;
    form.addEventListener("input", (event) => {
      if (result.contains(event.target)) return;
      if (event.target.matches("[data-unbekannt]")) controlOf(event.target.closest("[data-feld]")).disabled = event.target.checked;
      keep();
    });
    form.addEventListener("change", (event) => {
      if (!event.target.id || result.contains(event.target)) return;
      faults.touched.add(event.target.id);
      faults.show(current.faults);
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
