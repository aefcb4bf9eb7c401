/** What helps a reader on who has not found anything, or has not yet asked: the last queries, where to browse, near words, whom to ask. */

import { element, freshId } from "./elements.js";
import { offered, queriesNear } from "./hits.js";

/**
 * @typedef {import("./hits.js").Results} Results
 * @typedef {import("./opening.js").Settings} Settings
 * @typedef {import("./opening.js").Place} Place
 */

/** Return a group of the list box with the last queries. @param {string[]} queries */
export function recentGroup(queries) {
  const name = element("div", { role: "presentation", id: freshId("suchart"), class: "ss-gruppe__name" }, "Zuletzt gesucht");
  const rows = queries.map((query) => element("div", { role: "option", id: freshId("suchzeile"), "aria-selected": "false", class: "ss-option" }, query));
  return element("div", { role: "group", "aria-labelledby": name.id }, name, ...rows);
}

/** Return the line that says where the last queries are, with the button to forget them. @param {() => void} forget */
export function forgettingLine(forget) {
  const button = element("button", { type: "button", class: "ss-knopf" }, "Verlauf löschen");
  button.addEventListener("click", forget);
  return element("p", { class: "ss-verlauf" }, "Der Verlauf bleibt in diesem Browser. ", button);
}

/** Return where to browse without a query. @param {Settings} settings */
export function waysOf({ wege }) {
  return wege.length ? [element("p", { class: "ss-gruppe__name" }, "Ohne Suchwort stöbern"), listOf(wege)] : [];
}

/** Return what a dialog without hits shows. @param {string} term @param {Results["words"]} words @param {Settings} settings @param {(query: string) => void} take */
export function nothingIn(term, words, settings, take) {
  const sentence = words.length ? "Nichts gefunden. Weniger oder andere Wörter helfen oft weiter." : "Darin steht kein Wort, nach dem gesucht werden kann.";
  const near = queriesNear(term, words);
  const offer = near.length ? [offered("Ähnliche Wörter:", near, take)] : [];
  const help = settings.hilfe.length ? [element("p", { class: "ss-gruppe__name" }, "Weitere Hilfe"), listOf(settings.hilfe)] : [];
  return [element("p", { class: "ss-satz" }, sentence), ...offer, ...waysOf(settings), ...help];
}

/** @param {Place[]} places */
function listOf(places) {
  return element("ul", { class: "ss-wege" }, ...places.map(({ titel, adresse }) => element("li", {}, element("a", { href: adresse }, titel))));
}
