/** The chosen filters of the search page as chips that can be removed. */

import { element } from "./elements.js";

/**
 * Return an entry for each chosen value, and one that removes all if there are several.
 * @param {Record<string, string[]>} filters @param {(name: string, value: string, place: number) => void} remove @param {() => void} removeAll
 */
export function chipsFor(filters, remove, removeAll) {
  const chosen = Object.entries(filters).flatMap(([name, values]) => values.map((value) => ({ name, value })));
  const chips = chosen.map(({ name, value }, place) => {
    const chip = element("button", { type: "button", class: "ss-marke", "aria-label": `Filter entfernen: ${name}: ${value}` }, `${name}: ${value}`);
    chip.addEventListener("click", () => remove(name, value, place));
    return element("li", {}, chip);
  });
  if (chips.length < 2) return chips;
  const all = element("button", { type: "button", class: "ss-knopf" }, "Alle entfernen");
  all.addEventListener("click", removeAll);
  return [...chips, element("li", {}, all)];
}
