// Reloads the page when its source was saved. The server tells which addresses changed; `stand` is the number of the
// change that the page already shows, so that nothing is missed between loading the page and listening.
const own = document.currentScript;
const stand = own.dataset.stand;
const lauf = own.dataset.lauf;
const address = `/__vorschau/ereignisse?stand=${stand}&seite=${encodeURIComponent(location.pathname)}`;
const source = new EventSource(address);
source.addEventListener("neu", () => location.reload());
source.addEventListener("lauf", (event) => {
  if (event.data !== lauf) location.reload();
});
addEventListener("pagehide", () => source.close());
