// Liest und schreibt die Felder des Formulars, wie sie getippt sind; was ein Feld ist, sagt das HTML (data-feld, data-form).
// Ob ein Wert taugt, weiß beitragen-datensatz.js.

(() => {
  const { clean } = window.schuleYaml;
  const SCOPE = "[data-feld],[data-reihe],[data-beitrag]";

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

  /** Sagt, ob in einem Feld, einer Reihe oder einem Block nichts steht. */
  const isBlank = (raw) =>
    isText(raw) ? !clean(raw) : Array.isArray(raw) ? raw.every(isBlank) : !raw || (!raw.unbekannt && Object.values(raw).every(isBlank));

  window.schuleFelder = { fieldsOf, rowsOf, controlOf, unknownOf, labelOf, readRaw, writeRaw, addRow, nameRows, describe, isBlank };
})();
