// Prüft einzelne Angaben eines Formulars so, wie es später die Prüfung der Redaktion tut, und sagt auf Deutsch, was fehlt.
// Jede Prüfung nimmt einen Text und gibt { wert } (wie er in der Datei steht) oder { fehler } zurück.

(() => {
  const MONTHS = ["januar", "februar", "märz", "april", "mai", "juni", "juli", "august", "september", "oktober", "november", "dezember"];
  const DATE_HELP = "Möglich sind 2022, 09.2022, 16.09.2022, 2022-Q3 oder „2019 bis 2026“.";
  const HOST = "(?:[\\p{L}\\p{N}_](?:[\\p{L}\\p{N}_-]*[\\p{L}\\p{N}_])?\\.)+\\p{L}[\\p{L}\\p{N}_-]*[\\p{L}\\p{N}]";
  const ADDRESS = new RegExp(`^https?://${HOST}(?::[1-9][0-9]{0,3}|:[1-5][0-9]{4})?(?:[/?#][^\\s<>"\\\\^\`{|}]*)?$`, "iu");
  const BARE_ADDRESS = new RegExp(`^${HOST}(?:[/?#][^\\s<>"\\\\^\`{|}@]*)?$`, "iu");
  const EMAIL = new RegExp(`^[A-Za-z0-9!#$%&'*+/=?^_\`{|}~-]+(?:\\.[A-Za-z0-9!#$%&'*+/=?^_\`{|}~-]+)*@${HOST}$`, "u");
  const MOST_DIGITS = 15;
  const quoted = (text) => `„${text.length > 60 ? text.slice(0, 59) + "…" : text}“`;

  const two = (number) => String(number).padStart(2, "0");

  /** Ein Punkt in der Zeit, wie ihn Deutsche schreiben, als JJJJ, JJJJ-MM, JJJJ-MM-TT oder JJJJ-Qn; sonst null. */
  function point(text) {
    let match;
    let parts = null;
    if ((match = /^(\d{4})(?:-(\d{1,2})(?:-(\d{1,2}))?)?$/.exec(text))) parts = [match[1], match[2], match[3]];
    else if ((match = /^(\d{1,2})\. ?(\d{1,2})\. ?(\d{4})$/.exec(text))) parts = [match[3], match[2], match[1]];
    else if ((match = /^(\d{1,2})[./](\d{4})$/.exec(text))) parts = [match[2], match[1]];
    else if ((match = /^(?:(\d{1,2})\. ?)?([a-zä]+) (\d{4})$/i.exec(text))) parts = [match[3], MONTHS.indexOf(match[2].toLowerCase()) + 1, match[1]];
    else if ((match = /^(?:q([1-4])[ /-]*(\d{4})|(\d{4})[ /-]*q([1-4])|([1-4])\. quartal (\d{4}))$/i.exec(text))) {
      const year = match[2] || match[3] || match[6];
      return year === "0000" ? null : `${year}-Q${match[1] || match[4] || match[5]}`;
    }
    if (!parts || parts[0] === "0000") return null;
    const [year, month, day] = parts.map((part) => (part === undefined ? undefined : Number(part)));
    if (month !== undefined && (month < 1 || month > 12)) return null;
    if (day !== undefined && (day < 1 || day > new Date(Date.UTC(year < 100 ? year + 400 : year, month, 0)).getUTCDate())) return null;
    return [parts[0], ...(month === undefined ? [] : [two(month)]), ...(day === undefined ? [] : [two(day)])].join("-");
  }

  /** Erster oder letzter Tag, den ein Punkt meint, zum Vergleichen als Text. */
  function edge(date, last) {
    const [year, month, day] = date.split("-");
    if (!month) return last ? `${year}-12-31` : `${year}-01-01`;
    if (month[0] === "Q") return last ? `${year}-${two(Number(month[1]) * 3)}-31` : `${year}-${two(Number(month[1]) * 3 - 2)}-01`;
    return `${year}-${month}-${day || (last ? "31" : "01")}`;
  }

  function date(text) {
    const parts = text.split(/ bis |\s*[–—]\s*/).map((part) => point(part.trim()));
    if (parts.length > 2 || parts.includes(null)) return { fehler: `${quoted(text)} ist kein Datum. ${DATE_HELP}` };
    if (parts.length === 2 && edge(parts[1], true) < edge(parts[0], false)) return { fehler: "Der Zeitraum endet vor seinem Anfang." };
    return { wert: parts.join(" bis ") };
  }

  function moment(text) {
    const match = /^(.*?),?\s+(?:um )?(\d{1,2})[:.](\d{2})(?: Uhr)?$/.exec(text);
    const day = match ? point(match[1].trim()) : null;
    if (!match || day === null) return date(text);
    if (day.length !== 10) return { fehler: "Eine Uhrzeit braucht einen genauen Tag." };
    if (Number(match[2]) > 23 || Number(match[3]) > 59) return { fehler: `${match[2]}:${match[3]} ist keine Uhrzeit.` };
    return { wert: `${day} ${two(Number(match[2]))}:${match[3]}` };
  }

  function number(text, limits) {
    let plain = text.replace(/\s/g, "").replace("−", "-");
    if (/^-?\d{1,3}(\.\d{3})+(,\d+)?$/.test(plain)) plain = plain.replaceAll(".", "");
    plain = plain.replace(",", ".");
    if (!/^-?\d+(\.\d+)?$/.test(plain) || plain.length > MOST_DIGITS) return { fehler: `${quoted(text)} ist keine Zahl. Schreiben Sie nur Ziffern, ohne Einheit.` };
    if (/^[1-9]\d{0,2}\.\d{3}$/.test(plain)) plain += "0"; // drei Nachkommastellen sähen wie Tausender aus
    if (limits.ganz && plain.includes(".")) return { fehler: "Hier passt nur eine ganze Zahl." };
    if (limits.mindestens !== undefined && Number(plain) < Number(limits.mindestens)) return { fehler: `Die Zahl muss mindestens ${limits.mindestens} sein.` };
    if (limits.ueber !== undefined && Number(plain) <= Number(limits.ueber)) return { fehler: `Die Zahl muss größer als ${limits.ueber} sein.` };
    if (limits.hoechstens !== undefined && Number(plain) > Number(limits.hoechstens)) return { fehler: `Die Zahl darf höchstens ${limits.hoechstens} sein.` };
    return { wert: plain };
  }

  function address(text) {
    if (ADDRESS.test(text)) return { wert: text };
    if (BARE_ADDRESS.test(text)) return { fehler: `Meinten Sie „https://${text}“? Eine Internetadresse beginnt mit https://.` };
    return { fehler: `${quoted(text)} ist keine Internetadresse. Kopieren Sie sie aus der Adresszeile des Browsers.` };
  }

  const email = (text) => (EMAIL.test(text) ? { wert: text } : { fehler: `${quoted(text)} ist keine E-Mail-Adresse. Sie hat die Form stelle@ort.de.` });

  function text(value, limits) {
    const length = [...value].length;
    const most = Number(limits.hoechstensZeichen || 0);
    return most && length > most ? { fehler: `Der Text hat ${length} Zeichen; es dürfen höchstens ${most} sein.` } : { wert: value };
  }

  const CHECKS = {
    datum: date, zeitpunkt: moment, zahl: number, ganzzahl: (value, limits) => number(value, { ...limits, ganz: true }),
    adresse: address, email, text, absaetze: text, wahl: text,
  };

  window.schulePruefen = (form, value, limits) => CHECKS[form](value, limits);
})();
