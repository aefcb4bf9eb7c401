// Die Zeitleiste nach Ebene und Kommune filtern. Ohne JavaScript steht alles da.

const form = document.querySelector("[data-zeitfilter]");
const events = [...document.querySelectorAll(".s-zeit > li[data-ebene]")];

/** Zeigt, was zur Auswahl passt; leere Jahre verschwinden mit ihrer Überschrift und ihrem Sprungziel. */
function show() {
  const [level, town] = [...form.querySelectorAll("select")].map((field) => field.value);
  for (const event of events) {
    const fits = (!level || event.dataset.ebene === level) && (!town || event.dataset.kommunen.split(" ").includes(town));
    event.hidden = !fits;
  }
  for (const list of document.querySelectorAll(".s-zeit")) {
    const empty = [...list.children].every((event) => event.hidden);
    list.hidden = empty;
    const heading = list.previousElementSibling;
    if (heading?.tagName === "H2") {
      heading.hidden = empty;
      for (const link of document.querySelectorAll(`.s-sprung a[href="#${CSS.escape(heading.id)}"]`)) link.parentElement.hidden = empty;
    }
  }
  const shown = events.filter((event) => !event.hidden).length;
  form.querySelector("[role=status]").textContent = shown === events.length ? `${shown} Ereignisse` : `${shown} von ${events.length} Ereignissen`;
}

if (form) {
  form.hidden = false;
  form.addEventListener("change", show);
  show();
  // Wer mit einer Adresse zu einem Ereignis kommt, soll es auch sehen.
  addEventListener("hashchange", () => {
    if (!document.querySelector(`li[id="${CSS.escape(location.hash.slice(1))}"][hidden]`)) return;
    for (const field of form.querySelectorAll("select")) field.value = "";
    show();
    document.getElementById(location.hash.slice(1)).scrollIntoView();
  });
}
