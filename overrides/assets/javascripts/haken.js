// Häkchen einer Checkliste merken; nur auf Seiten mit Checkliste. Nichts verlässt den Browser.

/** Häkchen einer Checkliste bleiben in diesem Browser, bis man sie löscht. */
function rememberTasks() {
  const boxes = [...document.querySelectorAll("article .s-aufgabe input, article .task-list-item input")];
  if (!boxes.length) return;
  const key = "schule:haken:" + location.pathname;
  const label = (box) => (box.closest("li") || box.parentElement).textContent.trim();
  let stored = [];
  try {
    stored = JSON.parse(localStorage.getItem(key) || "[]");
  } catch {
    return; // Speichern ist in diesem Browser abgeschaltet.
  }
  const list = boxes[boxes.length - 1].closest("ul");
  const tools = document.createElement("p");
  tools.className = "s-haken";
  const count = document.createElement("span");
  count.setAttribute("role", "status");
  const reset = document.createElement("button");
  reset.type = "button";
  reset.className = "s-knopf s-knopf--klein";
  reset.textContent = "Häkchen löschen";
  tools.append(count, " ", reset);
  list.after(tools);

  const show = () => {
    const done = boxes.filter((box) => box.checked).length;
    count.textContent = `${done} von ${boxes.length} erledigt. Die Häkchen bleiben nur in diesem Browser.`;
    reset.hidden = done === 0;
  };
  const save = () => {
    const done = boxes.filter((box) => box.checked).map(label);
    try {
      if (done.length) localStorage.setItem(key, JSON.stringify(done));
      else localStorage.removeItem(key);
    } catch {
      // Voll oder gesperrt: Die Häkchen gelten dann bis zum Schließen der Seite.
    }
    show();
  };
  for (const box of boxes) {
    if (!box.labels?.length) box.setAttribute("aria-label", label(box));
    if (stored.includes(label(box))) box.checked = true;
    box.addEventListener("change", save);
  }
  reset.addEventListener("click", () => {
    for (const box of boxes) box.checked = false;
    save();
    boxes[0].focus();
  });
  show();
}

rememberTasks();
