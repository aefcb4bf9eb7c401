// Was mit Getipptem geschieht: Es bleibt nur in diesem Browser, oder jemand nimmt es als Text oder Datei mit.

(() => {
  const { make } = window.schuleElemente;

  /** Liest und schreibt den Stand; ein gesperrter oder voller Speicher stört nicht. */
  function storage(key) {
    return {
      read() {
        try {
          const state = JSON.parse(localStorage.getItem(key) || "null");
          return state && typeof state === "object" && !Array.isArray(state) ? state : null;
        } catch {
          return null;
        }
      },
      write(state) {
        try {
          if (state) localStorage.setItem(key, JSON.stringify(state));
          else localStorage.removeItem(key);
          return true;
        } catch {
          return false;
        }
      },
    };
  }

  /** Kopiert den Text; wo der Browser das verweigert, wird er markiert. */
  async function copy(area, say) {
    try {
      await navigator.clipboard.writeText(area.value);
      say("Kopiert.");
    } catch {
      area.focus();
      area.select();
      say(document.execCommand?.("copy") ? "Kopiert." : "Der Text ist markiert. Kopieren Sie ihn mit Strg und C.");
    }
  }

  /** Bietet den Text als Datei an; sie entsteht im Browser. */
  function download(name, text, type) {
    const address = URL.createObjectURL(new Blob([text], { type: `${type};charset=utf-8` }));
    const link = make("a", { href: address, download: name });
    document.body.append(link);
    link.click();
    link.remove();
    setTimeout(() => URL.revokeObjectURL(address), 1000);
  }

  window.schuleEingaben = { storage, copy, download };
})();
