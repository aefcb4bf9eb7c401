// Selbstcheck: zählt die Antworten, schreibt das Ergebnis als Text, merkt sich alles nur in diesem Browser.

const { make, button, notice } = window.schuleElemente;
const { storage, copy, download } = window.schuleEingaben;
const ANSWERS = ["ja", "teilweise", "nein"];

/** Was auf der Seite gerade angekreuzt und notiert ist: { vorhaben, antworten: { frage: { wahl, notiz } } }. */
function readAnswers(check) {
  const antworten = {};
  for (const field of check.querySelectorAll("[data-frage]")) {
    const wahl = field.querySelector("input:checked")?.value || "";
    const notiz = field.querySelector("textarea").value.trim();
    if (wahl || notiz) antworten[field.dataset.frage] = { wahl, notiz };
  }
  return { vorhaben: check.querySelector("#vorhaben").value.trim(), antworten };
}

/** Setzt alle Felder auf einen gelesenen Stand; was darin fehlt oder unsinnig ist, wird leer. */
function writeAnswers(check, state) {
  check.querySelector("#vorhaben").value = typeof state?.vorhaben === "string" ? state.vorhaben : "";
  for (const field of check.querySelectorAll("[data-frage]")) {
    const known = state?.antworten?.[field.dataset.frage] || {};
    for (const input of field.querySelectorAll("input")) input.checked = input.value === known.wahl;
    field.querySelector("textarea").value = typeof known.notiz === "string" ? known.notiz : "";
  }
}

/** Zählt die Antworten; „offen“ sind Fragen ohne Kreuz. */
function count(check, state) {
  const numbers = { ja: 0, teilweise: 0, nein: 0, offen: 0 };
  for (const field of check.querySelectorAll("[data-frage]")) {
    const wahl = state.antworten[field.dataset.frage]?.wahl;
    numbers[ANSWERS.includes(wahl) ? wahl : "offen"] += 1;
  }
  return numbers;
}

const inWords = (numbers) => [...ANSWERS, "offen"].map((name) => `${numbers[name]} ${name}`).join(", ");

/** Das Ergebnis als schlichter Text, wie er in eine E-Mail oder Vorlage passt. */
function asText(check, state) {
  const numbers = count(check, state);
  const lines = [
    `Selbstcheck: ${check.dataset.titel}`,
    `Vorhaben: ${state.vorhaben || "ohne Namen"}`,
    `Datum: ${new Date().toLocaleDateString("de-DE", { day: "2-digit", month: "2-digit", year: "numeric" })}`,
    `Antworten: ${inWords(numbers)}`,
  ];
  for (const field of check.querySelectorAll("[data-frage]")) {
    const { wahl = "", notiz = "" } = state.antworten[field.dataset.frage] || {};
    lines.push("", `${field.dataset.nummer} ${field.dataset.titel}: ${wahl || "offen"}`);
    lines.push(`  ${field.querySelector(".s-check__text").textContent.trim()}`);
    if (notiz) lines.push(`  Notiz: ${notiz.replace(/\s*\n\s*/g, " / ")}`);
  }
  if (location.protocol.startsWith("http")) lines.push("", `Fragen: ${location.origin}${location.pathname}`);
  return lines.join("\n") + "\n";
}

const VALUES = { ja: 3, teilweise: 2, nein: 1 };
const SVG = "http://www.w3.org/2000/svg";

/** Ein Element einer Zeichnung. */
function draw(tag, attributes, text = "") {
  const element = document.createElementNS(SVG, tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  element.textContent = text;
  return element;
}

/** Das Netzbild: eine Achse je Frage, innen nein, außen ja; offene Fragen haben keinen Punkt. Ab drei Fragen sinnvoll. */
function web(check, state) {
  const fields = [...check.querySelectorAll("[data-frage]")];
  const point = (index, value) => {
    const angle = (index / fields.length) * 2 * Math.PI - Math.PI / 2;
    return [130 + Math.cos(angle) * value * 30, 120 + Math.sin(angle) * value * 30].map((number) => number.toFixed(1));
  };
  const ring = (value) => fields.map((_, index) => point(index, value).join(",")).join(" ");
  const picture = draw("svg", { viewBox: "0 0 260 240", class: "s-check__netz", role: "img", "aria-label": `Netzbild: ${inWords(count(check, state))}. Die Einzelheiten stehen im Text.` });
  for (const value of [1, 2, 3]) picture.append(draw("polygon", { points: ring(value), class: "s-check__ring" }));
  const answered = fields.map((field, index) => [index, VALUES[state.antworten[field.dataset.frage]?.wahl]]).filter(([, value]) => value);
  fields.forEach((field, index) => {
    const [x, y] = point(index, 3);
    picture.append(draw("line", { x1: 130, y1: 120, x2: x, y2: y, class: "s-check__ring" }));
    const [left, top] = point(index, 3.5);
    picture.append(draw("text", { x: left, y: top, "text-anchor": "middle", "dominant-baseline": "middle" }, field.dataset.nummer));
  });
  if (answered.length > 2) picture.append(draw("polygon", { points: answered.map(([index, value]) => point(index, value).join(",")).join(" "), class: "s-check__flaeche" }));
  for (const [index, value] of answered) {
    const [cx, cy] = point(index, value);
    picture.append(draw("circle", { cx, cy, r: 4, class: "s-check__punkt" }));
  }
  return picture;
}

const isEmpty = (state) => !state.vorhaben && !Object.keys(state.antworten).length;

/** Richtet einen Selbstcheck ein. */
function start(check) {
  const name = check.dataset.selbstcheck;
  const stored = storage("schule:selbstcheck:" + name);
  const status = notice("s-check__stand");
  const area = make("textarea", { id: "ergebnis-text", readOnly: true, rows: 12, spellcheck: false });
  const told = notice("s-check__meldung");
  const say = (text) => (told.textContent = text);
  let before = null;
  const back = button("Wiederherstellen", () => restore(), "s-knopf--klein");
  const reset = button("Alles löschen", () => clear(), "s-knopf--klein");
  back.hidden = true;
  const heading = make("h2", { id: "ergebnis", textContent: "Ergebnis" });
  const drawing = make("div", { className: "s-check__bild" });
  const section = make(
    "section",
    { className: "s-check__ergebnis" },
    heading,
    status,
    drawing,
    make("label", { htmlFor: area.id, textContent: "Als Text" }),
    area,
    make(
      "p",
      { className: "s-check__knoepfe" },
      button("Kopieren", () => copy(area, say)),
      button("Als Datei speichern", () => {
        // Ältere Programme lesen Umlaute und Zeilen nur so.
        download(`selbstcheck-${name}.txt`, `\ufeff${area.value.replace(/\n/g, "\r\n")}`, "text/plain");
        say("Die Datei liegt bei Ihren Downloads.");
      }),
      button("Drucken", () => print()),
      reset,
      back,
    ),
    told,
  );
  section.setAttribute("aria-labelledby", heading.id);
  check.after(section);

  const show = (saved = true) => {
    const state = readAnswers(check);
    area.value = asText(check, state);
    if (check.querySelectorAll("[data-frage]").length > 2) {
      const legend = make("p", { className: "s-fein", textContent: "Innerer Ring: nein, mittlerer: teilweise, äußerer: ja. Offene Fragen haben keinen Punkt." });
      drawing.replaceChildren(web(check, state), legend);
    }
    const place = saved ? "Die Antworten bleiben nur in diesem Browser." : "Dieser Browser speichert nichts; die Antworten gelten bis zum Schließen der Seite.";
    status.textContent = `${inWords(count(check, state))}. ${place}`;
    reset.disabled = isEmpty(state);
  };
  const keep = () => {
    back.hidden = true;
    say("");
    const state = readAnswers(check);
    show(stored.write(isEmpty(state) ? null : state));
  };
  const clear = () => {
    before = readAnswers(check);
    writeAnswers(check, null);
    keep();
    back.hidden = false;
    back.focus();
    say("Alle Antworten sind gelöscht.");
  };
  const restore = () => {
    writeAnswers(check, before);
    keep();
    reset.focus();
    say("Die Antworten sind wieder da.");
  };

  writeAnswers(check, stored.read());
  check.addEventListener("input", keep);
  show();
}

for (const check of document.querySelectorAll("[data-selbstcheck]")) start(check);
