// Schreibt YAML, wie die Prüfung es liest: jeder Wert ist Text, in Anführungszeichen nur, was sonst missverstanden würde.
// Kennt keine Formulare. Dieselben Regeln für Dateinamen stehen in scripts/schule/new.py; ein Test vergleicht beide.

(() => {
  const INVISIBLE = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\u200b\u2028-\u202e\u2066-\u2069\ufeff\ufffe\uffff]/g;
  const LONE = /[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g;
  // Beginnt mit Buchstabe oder Ziffer und enthält nichts, was in YAML eine Bedeutung hat.
  const PLAIN = /^[\p{L}\p{N}](?:[\p{L}\p{N}\p{M} .,;()/%€+„“‚‘–—?!&'_·…§°²³-]*[\p{L}\p{N}\p{M}.,;()/%€“‘?!_…²³°])?$/u;
  const ADDRESS = /^https?:\/\/[^\s#'"[\]{},`|>]*[^\s#'"[\]{},`|>:]$/u;
  const EMPTY = new Set(["null", "Null", "NULL", "~"]);
  const LONGEST_SLUG = 60;

  /** Text ohne Zeichen, die man nicht sieht; Tabulatoren werden Leerzeichen, Zeilen enden mit \n. */
  function clean(text) {
    const lines = String(text)
      .replace(/\r\n?|[\u0085\u2028\u2029]/g, "\n")
      .replace(/\t/g, " ")
      .replace(LONE, "\ufffd")
      .replace(INVISIBLE, "")
      .split("\n");
    return lines.map((line) => line.trimEnd()).join("\n").trim();
  }

  /** Ein Text als Wert hinter einem Doppelpunkt oder Spiegelstrich; `indent` gilt für weitere Zeilen. */
  function scalar(value, indent) {
    const text = clean(value);
    if (text.includes("\n")) return "|-\n" + text.split("\n").map((line) => (line ? indent + line : "")).join("\n");
    if ((PLAIN.test(text) && !EMPTY.has(text)) || ADDRESS.test(text)) return text;
    return `"${text.replace(/\\/g, "\\\\").replace(/"/g, '\\"')}"`;
  }

  function lines(value, indent) {
    const deeper = indent + "  ";
    if (Array.isArray(value)) {
      return value.map((item) =>
        typeof item === "object" ? `${indent}- ${lines(item, deeper).trimStart()}` : `${indent}- ${scalar(item, deeper)}`,
      ).join("\n");
    }
    return Object.entries(value).map(([key, item]) =>
      typeof item === "object" ? `${indent}${key}:\n${lines(item, deeper)}` : `${indent}${key}: ${scalar(item, deeper)}`,
    ).join("\n");
  }

  /** Daten (Text, Listen, Blöcke, nichts davon leer) als YAML mit Zeilenende. */
  const toYaml = (data) => lines(data, "") + "\n";

  /** Der Dateiname zu einem Titel: Umlaute ausgeschrieben, Bindestriche, nach einem ganzen Wort gekürzt. */
  function slugOf(title) {
    const bare = [...String(title).replaceAll("&", " und ").normalize("NFC")]
      .map((char) => ("äöüÄÖÜß".includes(char) ? char : [...char.normalize("NFKD")][0]))
      .join("")
      .normalize("NFC")
      .toLowerCase();
    const written = bare.replaceAll("ä", "ae").replaceAll("ö", "oe").replaceAll("ü", "ue").replaceAll("ß", "ss");
    let slug = written.normalize("NFKD").replace(/[^\u0000-\u007f]/g, "").replace(/[^a-z0-9]+/g, "-").replace(/^-+|-+$/g, "");
    while (slug.length > LONGEST_SLUG && slug.includes("-")) slug = slug.slice(0, slug.lastIndexOf("-"));
    return slug;
  }

  /** Schlichter Text als Markdown, das ihn genau so zeigt: Absätze bleiben, kein Zeichen wird zur Auszeichnung. */
  function asMarkdown(text) {
    return clean(text)
      .split("\n")
      .map((line) =>
        line
          .trim()
          .replace(/&(?=#?\w+;)/g, "&amp;")
          .replace(/[\\`*_{}[\]|]/g, "\\$&")
          .replaceAll("<", "&lt;")
          .replace(/~(?=~)/g, "&#126;")
          .replace(/=(?==)/g, "&#61;")
          .replace(/\$(?=\$)/g, "&#36;")
          .replace(/:(?=(?:material|fontawesome|octicons|simple)-)/g, "&#58;")
          .replace(/\^(?=\\\[)/g, "&#94;")
          .replace(/^([-+#>!])/, "\\$1")
          .replace(/^(\d+)([.)])/, "$1\\$2")
          .replace(/^[:?;=]/, (sign) => `&#${sign.charCodeAt(0)};`)
          .replace(/^\/\/\//, "&#47;//"),
      )
      .join("\n");
  }

  window.schuleYaml = { clean, toYaml, slugOf, asMarkdown };
})();
