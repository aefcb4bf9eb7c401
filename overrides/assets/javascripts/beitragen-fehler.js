// Zeigt, was noch fehlt: an jedem schon berührten Feld und, wo jemand die Datei zu früh mitnehmen will, in einer Liste davor.

(() => {
  const { make } = window.schuleElemente;

  function jump(id) {
    const target = document.getElementById(id);
    for (let fold = target?.closest("details:not([open])"); fold; fold = fold.parentElement.closest("details:not([open])")) fold.open = true;
    target?.focus();
  }

  function mark(form, faults, touched) {
    const marked = new Map();
    for (const { id, message } of faults) if (touched.has(id) && !marked.has(id)) marked.set(id, message);
    for (const place of form.querySelectorAll(".s-beitrag__fehler")) {
      const id = place.id.replace(/-fehler$/, "");
      const message = marked.get(id) || "";
      if (place.textContent !== message) place.textContent = message;
      const target = document.getElementById(id);
      if (message && target?.tagName !== "FIELDSET") target?.setAttribute("aria-invalid", "true");
      else target?.removeAttribute("aria-invalid");
    }
  }

  /** { summary, touched, show(faults, focus) }: die Liste, die berührten Felder, und wie beides gezeigt wird. */
  window.schuleFehler = (form) => {
    const summary = make("div", { className: "s-beitrag__liste", tabIndex: -1, hidden: true });
    const touched = new Set();

    function show(faults, focus = false) {
      mark(form, faults, touched);
      if (!focus && (summary.hidden || !faults.length)) {
        summary.hidden = true;
        return;
      }
      const entries = faults.map(({ id, name, message }) => {
        const link = make("a", { href: `#${id}`, textContent: `${name}: ${message}` });
        link.addEventListener("click", (event) => {
          event.preventDefault();
          jump(id);
        });
        return make("li", {}, link);
      });
      summary.replaceChildren(make("h3", { textContent: "Das fehlt noch" }), make("ul", {}, ...entries));
      summary.hidden = false;
      if (focus) summary.focus();
    }

    return { summary, touched, show };
  };
})();
