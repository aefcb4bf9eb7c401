// „Was passt zu uns?“: ordnet Vorhaben und Leitfäden nach dem, was sie mit der gewählten Kommune gemeinsam haben.

const { make } = window.schuleElemente;
const FIELDS = ["kommune", "klasse", "kreis", "phase"];
const SHOWN = 8;

const list = (words) => (words.length > 1 ? `${words.slice(0, -1).join(", ")} und ${words.at(-1)}` : (words[0] ?? ""));

/** Was ein Datensatz mit dem Profil gemeinsam hat: { punkte, gruende } oder nichts. Siehe „Wie die Reihenfolge entsteht“. */
function compare(entry, profile, data) {
  const places = entry.orte || [];
  if (profile.kommune && places.includes(profile.kommune)) return null;
  let points = 0;
  const reasons = [];
  const fields = (entry.felder || []).filter((field) => profile.felder.includes(field)).map((field) => data.titel.handlungsfelder[field]);
  if (profile.felder.length && !fields.length) return null;
  if (profile.phase && entry.id.startsWith("leitfaeden/") && entry.phase !== profile.phase) return null;
  if (fields.length) {
    points += 3 * fields.length;
    reasons.push(`${fields.length > 1 ? "Handlungsfelder" : "Handlungsfeld"} ${list(fields)}`);
  }
  if (profile.phase && entry.phase === profile.phase) {
    points += 3;
    reasons.push(`für die Phase „${data.titel.phasen[profile.phase]}“`);
  }
  const alike = (test) => places.filter((slug) => data.kommunen[slug] && test(data.kommunen[slug]));
  const title = (slugs) => list(slugs.map((slug) => data.namen[slug]));
  const sized = profile.klasse ? alike((town) => town.klasse === profile.klasse) : [];
  if (sized.length) reasons.push(`gleiche Größenklasse: ${title(sized)}`);
  else if (profile.klasse && entry.klasse === profile.klasse) reasons.push("aus einer Kommune derselben Größenklasse");
  if (sized.length || (profile.klasse && entry.klasse === profile.klasse)) points += 2;
  const settled = profile.besiedlung ? alike((town) => town.besiedlung === profile.besiedlung) : [];
  if (settled.length) {
    points += 1;
    reasons.push(`ähnlich dicht besiedelt: ${title(settled)}`);
  }
  const near = profile.kreis ? alike((town) => town.kreis === profile.kreis) : [];
  if (near.length) {
    points += 1;
    reasons.push(`gleicher Kreis: ${title(near)}`);
  }
  const projects = (entry.zu || []).filter((id) => profile.vorhaben?.has(id)).slice(0, 3);
  if (projects.length) {
    points += projects.length;
    reasons.push(`hilft bei ${list(projects.map((id) => profile.vorhaben.get(id)))}`);
  }
  if (!points) return null;
  if (entry.absicht) {
    points -= 1;
    reasons.push("bisher nur als Absicht belegt");
  }
  return { entry, punkte: points, gruende: reasons };
}

/** Die passenden Datensätze einer Art, die besten zuerst; bei gleicher Punktzahl nach dem Alphabet. */
function rank(kind, profile, data) {
  return data.datensaetze
    .filter((entry) => entry.id.startsWith(kind + "/"))
    .map((entry) => compare(entry, profile, data))
    .filter(Boolean)
    .sort((a, b) => b.punkte - a.punkte || a.entry.titel.localeCompare(b.entry.titel, "de"));
}

/** Die Kommunen, die der gewählten am ähnlichsten sind, mit den Gründen; ohne Wahl die einer Größenklasse: [[Kennung, Gründe], …]. */
function towns(profile, data) {
  if (profile.kommune) return data.kommunen[profile.kommune].aehnlich || [];
  if (!profile.klasse) return [];
  return Object.entries(data.kommunen)
    .filter(([, town]) => town.klasse === profile.klasse && (!profile.kreis || town.kreis === profile.kreis))
    .map(([slug]) => slug)
    .sort((a, b) => data.namen[a].localeCompare(data.namen[b], "de"))
    .slice(0, 5)
    .map((slug) => [slug, []]);
}

/** Die ähnlichen Kommunen als Liste, jede mit ihren Gründen. */
function alikeList(profile, data, base) {
  const items = towns(profile, data).map(([slug, reasons]) => {
    const entry = data.datensaetze.find((one) => one.id === `kommunen/${slug}`);
    const link = make("a", { href: `${base}/${entry.url}`, textContent: entry.titel });
    return make("li", {}, link, ...(reasons.length ? [" ", make("small", { textContent: reasons.join("; ") })] : []));
  });
  if (!items.length) return [];
  const heading = make("h2", { textContent: profile.kommune ? "Kommunen wie Ihre" : "Kommunen dieser Größe" });
  return [make("section", { className: "s-treffer" }, heading, make("ul", {}, ...items))];
}

function hit({ entry, gruende }, base) {
  return make(
    "li",
    {},
    make("p", { className: "s-treffer__titel" }, make("a", { href: `${base}/${entry.url}`, textContent: entry.titel })),
    make("p", { className: "s-treffer__grund", textContent: `Warum: ${gruende.join("; ")}.` }),
    make("p", { textContent: entry.kurz }),
    window.schuleMappe.button(entry.id, entry.titel),
  );
}

function group(kind, hits, data, base) {
  const heading = make("h2", { textContent: data.arten[kind][1] }, " ", make("small", { textContent: String(hits.length) }));
  const section = make("section", { className: "s-treffer" }, heading);
  if (!hits.length) {
    section.append(make("p", { className: "s-leer", textContent: "Nichts gefunden. Wählen Sie ein Handlungsfeld dazu oder eine Angabe ab." }));
    return section;
  }
  section.append(make("ol", {}, ...hits.slice(0, SHOWN).map((one) => hit(one, base))));
  if (hits.length > SHOWN) {
    const rest = make("ol", { start: SHOWN + 1 }, ...hits.slice(SHOWN).map((one) => hit(one, base)));
    section.append(make("details", {}, make("summary", { textContent: `${hits.length - SHOWN} weitere` }), rest));
  }
  return section;
}

/** Das Profil, wie es angekreuzt ist; eine gewählte Kommune bringt Größenklasse, Kreis und Besiedlung mit. */
function readProfile(form, data) {
  const value = (name) => form.querySelector(`[name="${name}"]`)?.value || "";
  const kommune = value("kommune");
  const town = data.kommunen[kommune];
  const felder = [...form.querySelectorAll('[name="feld"]:checked')].map((box) => box.value);
  const own = town ? { klasse: town.klasse, kreis: town.kreis, besiedlung: town.besiedlung } : { klasse: value("klasse"), kreis: value("kreis"), besiedlung: null };
  return { kommune, ...own, phase: value("phase"), felder };
}

/** Trägt eine Auswahl aus der Adresse ein, damit man sie weitergeben kann. */
function fill(form, wanted) {
  for (const name of FIELDS) {
    const field = form.querySelector(`[name="${name}"]`);
    if (!field) continue;
    field.value = wanted.get(name) || "";
    if (field.selectedIndex < 0) field.value = "";
  }
  for (const box of form.querySelectorAll('[name="feld"]')) box.checked = wanted.getAll("feld").includes(box.value);
}

function address(form) {
  const wanted = new URLSearchParams();
  for (const name of FIELDS) {
    const field = form.querySelector(`[name="${name}"]`);
    if (field?.value && !field.disabled) wanted.set(name, field.value);
  }
  for (const box of form.querySelectorAll('[name="feld"]:checked')) wanted.append("feld", box.value);
  return wanted.toString();
}

function start(form, data) {
  const base = window.schuleMappe.base();
  data.namen = {};
  for (const entry of data.datensaetze) if (entry.id.startsWith("kommunen/")) data.namen[entry.id.slice(9)] = entry.titel;
  const status = make("p", { className: "s-finden__stand" });
  status.setAttribute("role", "status");
  const results = make("div", { className: "s-finden__ergebnis" });
  form.hidden = false;
  form.after(status, results);

  const show = () => {
    const profile = readProfile(form, data);
    for (const name of ["klasse", "kreis"]) {
      const field = form.querySelector(`[name="${name}"]`);
      if (!field) continue;
      if (profile.kommune) field.value = profile[name] || "";
      field.disabled = Boolean(profile.kommune);
    }
    results.replaceChildren();
    if (!profile.klasse && !profile.kreis && !profile.phase && !profile.felder.length && !profile.kommune) {
      status.textContent = "Noch ist nichts ausgewählt.";
      return;
    }
    const kinds = ["leitprojekte", "praxisbeispiele", "leitfaeden"].filter((kind) => data.arten[kind]);
    const found = [];
    for (const kind of kinds) {
      found.push([kind, rank(kind, profile, data)]);
      // Die ersten Vorhaben bestimmen mit, welche Leitfäden helfen; die stehen deshalb zuletzt.
      const best = found.flatMap(([, hits]) => hits).sort((a, b) => b.punkte - a.punkte).slice(0, SHOWN);
      profile.vorhaben = new Map(best.map(({ entry }) => [entry.id, entry.titel]));
    }
    status.textContent = `Gefunden: ${list(found.map(([kind, hits]) => `${hits.length} ${data.arten[kind][hits.length === 1 ? 0 : 1]}`))}.`;
    results.append(...alikeList(profile, data, base));
    results.append(...found.map(([kind, hits]) => group(kind, hits, data, base)));
  };
  const open = () => {
    for (const field of form.querySelectorAll("select")) field.disabled = false;
    fill(form, new URLSearchParams(location.hash.slice(1) || location.search));
    show();
  };
  form.addEventListener("change", (event) => {
    if (event.target.name === "kommune" && !event.target.value) for (const name of ["klasse", "kreis"]) {
      const field = form.querySelector(`[name="${name}"]`);
      if (field) field.value = "";
    }
    show();
    history.replaceState(null, "", `${location.pathname}#${address(form)}`);
  });
  addEventListener("hashchange", open);
  open();
}

document.addEventListener("DOMContentLoaded", () => {
  const form = document.querySelector("[data-finden]");
  if (form && window.schuleAuswahl && window.schuleMappe) start(form, window.schuleAuswahl);
});
