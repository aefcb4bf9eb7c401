/**
 * A hit as it is shown: address, excerpt, the sections with matches, and why it is there.
 *
 * Takes a page whose files have been fetched, returns values in the shape of Pagefind's results. Of a long page it reads the
 * first part and the one with the best section, no more.
 */

import { excerpt, wordAt } from "./excerpt.js";

/**
 * @typedef {import("./store.js").Store} Store
 * @typedef {import("./excerpt.js").Matcher} Matcher
 * @typedef {import("./excerpt.js").Match} Match
 * @typedef {import("./lookup.js").Why} Why
 * @typedef {{page: number, section: number, part: number, length: number}} Place the part that has the section, the words of an excerpt
 * @typedef {{element: string, id: string, text: string, location: number}} Anchor
 * @typedef {{weight: number, balanced_score: number, location: number}} Location
 * @typedef {{title: string, url: string, excerpt: string, locations: number[], weighted_locations: Location[], anchor?: Anchor}} SubResult
 * @typedef {{number: number, text: string, start: number, words: number, matches: Match[], result: SubResult}} Section
 * @typedef {{word: string, why: Why, match: string}} Reason a word of the query, why it was found, the word of the text
 * @typedef {{url: string, content: string, excerpt: string, meta: Record<string, string>, filters: Record<string, string[]>, word_count: number, locations: number[], weighted_locations: Location[], anchors: Anchor[], sub_results: SubResult[], best: SubResult, why: Reason[]}} Shown
 * @typedef {Pick<Shown, "url" | "meta" | "filters" | "why"> & {best: Heading & {excerpt: string}, sub_results: Heading[]}} Glimpse what a list shows of a hit
 * @typedef {Pick<SubResult, "title" | "url">} Heading
 */

/** Return the part of what is shown that a list needs: a tenth of it. @param {Shown} shown @returns {Glimpse} */
export function glimpseOf({ url, meta, filters, why, best, sub_results }) {
  const headings = sub_results.map((part) => ({ title: part.title, url: part.url }));
  return { url, meta, filters, why, best: { title: best.title, url: best.url, excerpt: best.excerpt }, sub_results: headings };
}

/**
 * Return what is shown of a hit.
 * @param {{store: Store, ranking: import("./ranking.js").Ranking, terms: import("./lookup.js").Term[]}} answer
 * @param {Matcher} matcher @param {Place} place @returns {Shown}
 */
export function shown({ store, ranking, terms }, matcher, place) {
  const head = store.fragment(place.page, 0);
  const sections = readSections(store, matcher, place);
  const best = withExcerpt(sections.find(({ number }) => number === place.section) ?? sections[0], place.length);
  const matching = sections.filter(({ matches }) => matches.length).map((section) => withExcerpt(section, place.length));
  const subResults = matching.length ? matching : [best];
  const opening = titleOf(head.title);
  const titleMatches = matcher.matches(opening.text).map((match) => wordAt(opening.words, match.from));
  const locations = [...new Set([...titleMatches, ...subResults.flatMap((result) => result.locations)])];
  const texts = firstMatches(matcher, head.title, sections);
  const why = ranking.why(place.page);
  return {
    url: head.url,
    content: [opening.text, ...sections.map(({ text }) => text)].filter(Boolean).join(" "),
    excerpt: best.excerpt || (matching.find((result) => result.excerpt)?.excerpt ?? beginning(sections, place.length)),
    meta: { ...head.meta, title: head.title },
    filters: head.filters ?? {},
    word_count: sections.reduce((sum, { words }) => sum + words, opening.words.length),
    locations,
    weighted_locations: locations.map(weighted),
    anchors: sections.flatMap(({ result }) => (result.anchor ? [result.anchor] : [])),
    sub_results: subResults,
    best,
    why: terms.flatMap(({ asked: { surface } }, i) => {
      const reason = why.get(surface);
      return reason ? [{ word: surface, why: reason, match: texts.get(i) ?? "" }] : [];
    }),
  };
}

/** @param {Store} store @param {Matcher} matcher @param {Place} place @returns {Section[]} */
function readSections(store, matcher, { page, part }) {
  const head = store.fragment(page, 0);
  /** @type {Section[]} */
  const sections = [];
  let location = titleOf(head.title).words.length;
  for (const number of part ? [0, part] : [0]) {
    store.fragment(page, number).sections.forEach((section, i) => {
      const read = readSection(matcher, head, section, location);
      sections.push({ number: head.starts[number] + i, ...read });
      location += read.words;
    });
  }
  return sections;
}

/**
 * @param {Matcher} matcher @param {{url: string, title: string}} page @param {[string, string, string]} section
 * @param {number} location of its first word in the content
 */
function readSection(matcher, page, [id, heading, body], location) {
  const own = body.normalize("NFC");
  const start = heading && own ? `${heading.normalize("NFC")}. ` : heading.normalize("NFC");
  const text = start + own;
  const words = [...text.matchAll(/\S+/g)];
  const matches = matcher.matches(text);
  const locations = [...new Set(matches.map((match) => wordAt(words, match.from) + location))];
  /** @type {SubResult} */
  const result = {
    title: heading || page.title,
    url: id ? `${page.url}#${id}` : page.url,
    excerpt: "",
    locations,
    weighted_locations: locations.map(weighted),
  };
  if (id) result.anchor = { element: "h2", id, text: heading, location };
  return { text, start: own ? start.length : 0, words: words.length, matches, result };
}

/** Return what is shown of a section, with the best passage of its text; the heading is shown beside it. @param {Omit<Section, "number">} section @param {number} length */
function withExcerpt({ text, start, matches, result }, length) {
  const shifted = matches.map((match) => ({ ...match, from: match.from - start, to: match.to - start }));
  result.excerpt ||= excerpt(text.slice(start), shifted.filter(({ from }) => from >= 0), length);
  return result;
}

/** Return the title as the sentence with which the content begins, and its words. @param {string} title */
function titleOf(title) {
  const text = /[\p{L}\p{N}]$/u.test(title) ? `${title.normalize("NFC")}.` : title.normalize("NFC");
  return { text, words: [...text.matchAll(/\S+/g)] };
}

/** Return how a page begins, where no passage has a word of the query. @param {Section[]} sections @param {number} length */
function beginning(sections, length) {
  const first = sections.find(({ text }) => text);
  return first ? withExcerpt(first, length).excerpt : "";
}

/** Return for each word of the query the first word of the page that answers it, as a whole rather than as part of another. @param {Matcher} matcher @param {string} title @param {Section[]} sections */
function firstMatches(matcher, title, sections) {
  const composed = title.normalize("NFC");
  /** @type {Map<number, string>} */
  const wholes = new Map();
  /** @type {Map<number, string>} */
  const inner = new Map();
  for (const { text, matches } of [{ text: composed, matches: matcher.matches(composed) }, ...sections]) {
    for (const { term, from, to, whole } of matches) {
      const found = whole ? wholes : inner;
      if (!found.has(term)) found.set(term, text.slice(from, to));
    }
  }
  return new Map([...inner, ...wholes]);
}

/** @param {number} location @returns {Location} */
function weighted(location) {
  return { weight: 1, balanced_score: 1, location };
}
