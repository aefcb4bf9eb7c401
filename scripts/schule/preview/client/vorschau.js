// Reloads the page when its source was saved. The server tells which addresses changed; `stand` is the number of the
// change that the page already shows, so that nothing is missed between loading the page and listening. In a block of its
// own, because names of a plain script belong to the whole page.
{
  const { stand, lauf } = document.currentScript.dataset;
  const query = `stand=${stand}&seite=${encodeURIComponent(location.pathname)}`;
  const source = new EventSource(`/__vorschau/ereignisse?${query}`);
  source.addEventListener("neu", () => location.reload());
  source.addEventListener("lauf", (event) => {
    if (event.data !== lauf) location.reload();
  });
  addEventListener("pagehide", () => source.close());
}
