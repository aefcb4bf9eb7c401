// Bausteine für das, was ein Skript auf die Seite schreibt.

(() => {
  /** Ein Element mit Eigenschaften und Kindern. */
  function make(tag, properties = {}, ...children) {
    const element = Object.assign(document.createElement(tag), properties);
    element.append(...children);
    return element;
  }

  /** Ein Knopf, der etwas tut. */
  function button(text, act, more = "") {
    const element = make("button", { type: "button", className: `s-knopf ${more}`.trim(), textContent: text });
    element.addEventListener("click", act);
    return element;
  }

  /** Eine Zeile, deren neuer Text vorgelesen wird. */
  function notice(className) {
    const element = make("p", { className });
    element.setAttribute("role", "status");
    return element;
  }

  window.schuleElemente = { make, button, notice };
})();
