/**
 * The hits of the dialog as rows of its list box: grouped by kind, the matched section below its page.
 */

import { element, freshId, markedNodes, painted, withMarks } from "./elements.js";
import { kindOf, linkTo, matchesOf, pluralOf, reasonsOf, sectionOf, summaryOf } from "./hits.js";

/**
 * @typedef {import("./hits.js").Shown} Shown
 * @typedef {import("./hits.js").Results} Results
 * @typedef {import("./hits.js").Settings} Settings
 */

/** The first ones are new to the browser, and seen soonest if they are few. */
const [FIRST, AT_ONCE] = [2, 3];

/**
 * Put hits into the list, some at a time, so that no task of a slow computer gets long. What stood there makes way from the top.
 * @param {HTMLElement} list @param {Shown[]} shown @param {Results} found @param {Settings} settings
 * @param {{current: () => boolean, begun: () => void}} watch whether the hits are still asked for; what to do when the first are there
 * @returns {Promise<boolean>} whether all were asked for to the end
 */
export async function fillList(list, shown, found, settings, { current, begun }) {
  const before = [...list.children];
  let [made, free, goal] = [0, 0, FIRST];
  for (const [kind, hits] of byKind(shown, settings)) {
    const group = groupOf(kind, hits.length, found, settings);
    list.insertBefore(group, before[free] ?? null);
    for (const hit of hits) {
      group.append(...optionsOf(hit, found));
      made++;
      if (made < goal || made === shown.length) continue;
      goal += AT_ONCE;
      for (let gone = 0; free < before.length && gone < AT_ONCE; free++) {
        gone += before[free].querySelectorAll("[role=option]").length;
        before[free].remove();
      }
      if (made === FIRST) begun();
      list.setAttribute("aria-busy", "true");
      await painted();
      if (!current()) return false;
    }
  }
  for (const old of before) old.remove();
  return true;
}

/** Return a group with one hit of all letters, to be laid out before there are hits. @returns {HTMLElement} */
export function sampleGroup() {
  const [letters, marked] = ["ABCDEFGHIJKLMNOPQRSTUVWXYZ ÄÖÜ äöüß 0123456789 „“–…·", "abcdefghijklmnopqrstuvwxyz"];
  const parts = ["ss-option__titel", "ss-option__abschnitt", "ss-auszug", "ss-grund"].map((name) => element("span", { class: name }, letters, element("mark", {}, marked), element("em", {}, marked)));
  return element("div", { class: "ss-gruppe" }, element("div", { class: "ss-gruppe__name" }, letters), element("div", { class: "ss-option" }, ...parts));
}

/** Put hits of a kind together, and those of another site; groups in the order of their best hit. @param {Shown[]} shown @param {Settings} settings */
function byKind(shown, settings) {
  /** @type {Map<string, Shown[]>} */
  const kinds = new Map();
  for (const hit of shown) {
    const name = hit.site ? `aus: ${hit.site}` : kindOf(hit, settings);
    kinds.set(name, [...(kinds.get(name) ?? []), hit]);
  }
  return kinds;
}

/** @param {string} kind @param {number} count of hits shown @param {Results} found @param {Settings} settings */
function groupOf(kind, count, found, settings) {
  const counts = found.totalFilters[settings.gruppe] ?? {};
  const all = counts[kind] > count ? element("span", { class: "ss-gruppe__zahl" }, ` ${count} von ${counts[kind]}`) : "";
  const name = element("div", { role: "presentation", id: freshId("suchart"), class: "ss-gruppe__name" }, pluralOf(kind, settings), all);
  return element("div", { role: "group", "aria-labelledby": name.id, class: "ss-gruppe" }, name);
}

/** @param {Shown} hit @param {Results} found @returns {HTMLElement[]} */
function optionsOf(hit, found) {
  const section = sectionOf(hit);
  const page = optionOf(hit.url, "ss-option__titel", withMarks(hit.meta.title || hit.raw_url, matchesOf(hit)));
  if (hit.site) page.append(element("span", { class: "ss-fremd" }, `aus: ${hit.site}`));
  const summary = section ? "" : summaryOf(hit);
  const passage = summary ? withMarks(summary, matchesOf(hit)) : markedNodes(hit.best.excerpt);
  const excerpt = element("span", { class: "ss-auszug" }, ...passage);
  const reasons = reasonsOf(hit, found.words);
  if (!section && hit.best.excerpt) page.append(excerpt);
  if (reasons.length) page.append(element("span", { class: "ss-grund" }, ...reasons));
  if (!section) return [page];
  const below = optionOf(section.url, "ss-option__abschnitt", withMarks(section.title, matchesOf(hit)));
  below.classList.add("ss-option--abschnitt");
  below.append(excerpt);
  return [page, below];
}

/** @param {string} address @param {string} name @param {Node[]} title */
function optionOf(address, name, title) {
  const attributes = { role: "option", id: freshId("suchzeile"), tabindex: -1, "aria-selected": "false", class: "ss-option" };
  return element("a", { ...attributes, href: linkTo(address) }, element("span", { class: name }, ...title));
}
