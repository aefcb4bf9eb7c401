// Was aus dem Formular herauskommt: die Datei, die neuen Quellen, und beides als E-Mail oder Ticket vorbereitet.

(() => {
  const { toYaml } = window.schuleYaml;
  const { make, button } = window.schuleElemente;
  const { copy, download } = window.schuleEingaben;
  const LONGEST_MAIL = 1900;
  const LONGEST_TICKET = 6000;

  const output = (id, rows) => make("textarea", { id, readOnly: true, rows, spellcheck: false, className: "s-beitrag__yaml" });

  function save(name, text, say) {
    download(name, text, "application/yaml");
    say(`Die Datei „${name}“ liegt bei Ihren Downloads.`);
  }

  /** Adresse mit ausgefülltem Text; ist er zu lang, steht darin nur, dass die Datei anhängt. */
  function addressed(base, names, subject, text, attached, most) {
    const full = `${base}?${names[0]}=${encodeURIComponent(subject)}&${names[1]}=`;
    const whole = full + encodeURIComponent(text);
    return whole.length <= most ? [whole, false] : [full + encodeURIComponent(attached), true];
  }

  /** Die Wege zur Redaktion: { links, tooLong, show(file, text, title) }. */
  function ways(form, guarded, say) {
    const mail = make("a", { className: "s-knopf s-knopf--klein", textContent: "E-Mail öffnen" });
    mail.addEventListener("click", guarded(() => say("Ihr E-Mail-Programm öffnet sich. Abschicken müssen Sie selbst.")));
    const ticket = make("a", { className: "s-knopf s-knopf--klein", textContent: "Ticket vorbereiten", hidden: !form.dataset.ticket, rel: "external" });
    ticket.addEventListener("click", guarded(() => undefined));
    const tooLong = make("p", { className: "s-fein", hidden: true });

    function show(file, text, title) {
      const subject = `Neuer Eintrag: ${form.dataset.art}${title ? ` „${title}“` : ""}`;
      const attached = `${subject}\n\nDie Datei ${file} hängt an.\n`;
      const [mailto, longMail] = addressed(`mailto:${form.dataset.kontakt}`, ["subject", "body"], subject, text.replace(/\n/g, "\r\n"), attached, LONGEST_MAIL);
      mail.href = mailto;
      let longTicket = false;
      if (form.dataset.ticket) {
        const names = [form.dataset.ticketTitel, form.dataset.ticketText];
        [ticket.href, longTicket] = addressed(form.dataset.ticket, names, subject, "```yaml\n" + text + "```\n", attached, LONGEST_TICKET);
      }
      const where = [longMail && "die E-Mail", longTicket && "das Ticket"].filter(Boolean).join(" und ");
      tooLong.textContent = where ? `Ihr Eintrag ist zu lang für ${where}. Speichern Sie die Datei und hängen Sie sie an.` : "";
      tooLong.hidden = !where;
    }

    return { links: [mail, ticket], tooLong, show };
  }

  /**
   * Das Ergebnis eines Formulars: { head, foot, show(record) }, Elemente vor und nach der Meldung. `guarded` umgibt, was nur
   * mit einem vollständigen Datensatz geht; `more` sind weitere Knöpfe.
   */
  window.schuleAusgabe = (form, guarded, say, more) => {
    const file = output("ergebnis-yaml", 16);
    const label = make("label", { htmlFor: file.id });
    const extra = output("ergebnis-quellen", 7);
    const { links, tooLong, show: showWays } = ways(form, guarded, say);
    let slug = "";
    const name = () => `${slug}.yml`;
    const sources = make(
      "div",
      { hidden: true },
      make("label", { htmlFor: extra.id, textContent: "Dazu die neuen Quellen, für content/register/quellen.yml" }),
      extra,
      make(
        "p",
        { className: "s-beitrag__knoepfe" },
        button("Quellen kopieren", guarded(() => copy(extra, say)), "s-knopf--klein"),
        button("Quellen als Datei speichern", guarded(() => save(`${slug}-quellen.yml`, extra.value, say)), "s-knopf--klein"),
      ),
    );
    const buttons = make(
      "p",
      { className: "s-beitrag__knoepfe" },
      button("Als Datei speichern", guarded(() => save(name(), file.value, say))),
      button("Kopieren", guarded(() => copy(file, say)), "s-knopf--klein"),
      ...links, ...more,
    );

    function show(record) {
      slug = record.slug;
      file.value = `# gehört nach ${form.dataset.ordner}/${name()}\n${Object.keys(record.satz).length ? toYaml(record.satz) : ""}`;
      label.textContent = `Datei ${name()}`;
      extra.value = record.sources.length ? toYaml(record.sources) : "";
      sources.hidden = !record.sources.length;
      const both = file.value + (extra.value ? `\n# für content/register/quellen.yml\n${extra.value}` : "");
      showWays(name(), both, record.satz.titel || "");
    }

    return { head: [label, file, buttons], foot: [tooLong, sources], show };
  };
})();
