/** The hits of the search page as list entries, and what is said where there are none. */

import { element, markedNodes, withMarks } from "./elements.js";
import { counted, kindOf, linkTo, matchesOf, reasonsOf, sectionOf, summaryOf } from "./hits.js";

/**
 * @typedef {import("./hits.js").Shown} Shown
 * @typedef {import("./hits.js").Results} Results
 * @typedef {import("./hits.js").Settings} Settings
 * @typedef {{name: string, value: string, total: number}} Narrower a chosen filter value and the number of hits without its filter
 */

const MOST_SECTIONS = 3;

/** @param {Shown} hit @param {Results["words"]} words @param {Settings} settings @param {boolean} browsing whether there is no query @returns {HTMLElement} */
export function hitEntry(hit, words, settings, browsing) {
  const section = browsing ? null : sectionOf(hit);
  const kind = [kindOf(hit, settings), hit.site && `aus: ${hit.site}`].filter(Boolean).join(" · ");
  const title = element("a", { href: linkTo(hit.url) }, ...withMarks(hit.meta.title || hit.raw_url, browsing ? [] : matchesOf(hit)));
  const entry = element("li", { class: "ss-treffer" }, element("h3", { class: "ss-treffer__titel" }, title));
  if (kind) entry.prepend(element("p", { class: "ss-treffer__art" }, kind));
  const told = browsing ? hit.meta.kurz : summaryOf(hit);
  const excerpt = element("span", { class: "ss-auszug" }, ...(told ? withMarks(told, browsing ? [] : matchesOf(hit)) : markedNodes(hit.best.excerpt)));
  const lead = section ? [element("a", { class: "ss-abschnitt", href: linkTo(section.url) }, ...withMarks(section.title, matchesOf(hit))), " "] : [];
  if (told || hit.best.excerpt) entry.append(element("p", { class: "ss-treffer__text" }, ...lead, excerpt));
  const others = browsing ? [] : hit.sub_results.filter((part) => part.url.includes("#") && part.url !== hit.best.url && part.title !== hit.meta.title);
  if (others.length) entry.append(sectionList(others, hit));
  const reasons = browsing ? [] : reasonsOf(hit, words);
  if (reasons.length) entry.append(element("p", { class: "ss-grund" }, ...reasons));
  return entry;
}

/** @param {Shown["sub_results"]} parts @param {Shown} hit */
function sectionList(parts, hit) {
  const links = parts.slice(0, MOST_SECTIONS).map((part) => element("li", {}, element("a", { href: linkTo(part.url) }, ...withMarks(part.title, matchesOf(hit)))));
  const rest = parts.length - links.length;
  if (rest) links.push(element("li", {}, counted(rest, "weiterer Abschnitt", "weitere Abschnitte")));
  return element("ul", { class: "ss-abschnitte", "aria-label": "Weitere Abschnitte" }, ...links);
}

/**
 * Return what helps where nothing was found.
 * @param {string} term @param {Narrower[]} narrowers @param {Settings} settings
 * @param {(narrower: Narrower | null) => void} release takes a filter away, or all
 */
export function nothingFound(term, narrowers, settings, release) {
  const box = element("div", { class: "ss-nichts" });
  box.append(element("p", {}, term ? `Zu „${term}“ gibt es hier keinen Treffer.` : "Zu dieser Auswahl gibt es keine Seite."));
  const ways = element("ul", {});
  for (const narrower of narrowers) {
    if (!narrower.total) continue;
    const button = element("button", { type: "button", class: "ss-knopf" }, `Ohne „${narrower.name}: ${narrower.value}“`);
    button.addEventListener("click", () => release(narrower));
    ways.append(element("li", {}, button, ` ${counted(narrower.total, "Treffer", "Treffer")}`));
  }
  if (narrowers.length > 1) {
    const button = element("button", { type: "button", class: "ss-knopf" }, "Alle Filter entfernen");
    button.addEventListener("click", () => release(null));
    ways.append(element("li", {}, button));
  }
  if (term) ways.append(element("li", {}, "Weniger Wörter, ein allgemeineres Wort oder die Grundform finden mehr."));
  for (const { titel, adresse } of settings.hilfe) ways.append(element("li", {}, element("a", { href: adresse }, titel)));
  if (ways.childElementCount) box.append(ways);
  return box;
}
