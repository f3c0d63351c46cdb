// The list of articles in the pane: narrowed as one types, and found as it was when one comes back from an article.
(() => {
  const { part, actions } = isnad;
  const PAUSE = 150; // milliseconds without a key before the list follows what is typed
  const PAGE = 50;
  const ALL = { words: "", outlet: "", since: "", until: "", shown: PAGE };
  let asked = { ...ALL };
  let place = 0; // how far the list was scrolled when it was left
  let latest = 0;
  let waiting = 0;

  const shelves = () => part("sheet")?.querySelector(".isnad-shelves");
  const ask = () => isnad.call("browse", asked, isnad.language);

  const show = async () => {
    await isnad.show(ask, () => {
      isnad.cover();
      part("pane").scrollTo({ top: place, behavior: "instant" });
    });
    place = 0;
  };

  // The form stays as it is, and with it the focus and the caret.
  const redraw = async () => {
    clearTimeout(waiting);
    const mine = ++latest;
    const html = await ask();
    if (mine !== latest || !shelves()) return;
    const fresh = document.createElement("template");
    fresh.innerHTML = html;
    const found = (name) => fresh.content.querySelector(name);
    shelves().querySelector(".isnad-total").textContent = found(".isnad-total").textContent;
    shelves().querySelector(".isnad-listed").replaceChildren(...found(".isnad-listed").childNodes);
    const outlets = shelves().querySelector("select");
    outlets.replaceChildren(...found("select").childNodes);
    outlets.value = asked.outlet; // each <option> that was taken away left the next one selected
  };

  const read = () => {
    asked = { ...ALL, ...Object.fromEntries(new FormData(shelves().querySelector("form"))) };
    return redraw();
  };
  const wait = () => {
    clearTimeout(waiting);
    waiting = setTimeout(() => read().catch((error) => isnad.tell(error.message)), PAUSE);
  };

  Object.assign(actions, {
    browse: show,
    find: read,
    more: async () => {
      const before = asked.shown;
      asked.shown += PAGE;
      await redraw();
      shelves()?.querySelectorAll(".isnad-mark-article")[before]?.focus();
    },
    everything: async () => {
      asked = { ...ALL };
      await show();
      shelves()?.querySelector("[name=words]").focus();
    },
    shelf: () => (history.state?.shelf ? history.back() : show()),
  });

  document.addEventListener("input", (event) => event.target.matches?.(".isnad-shelves [name=words]") && wait());
  // A first Escape empties the box, as browsers do; only the next one leaves the list.
  document.addEventListener("keydown", (event) => {
    const box = event.target.matches?.(".isnad-shelves [name=words]") && event.target;
    if (event.key === "Escape" && box && box.value) event.stopPropagation();
  }, true);

  // What an article is opened with: the list it stands in, so that it can lead to its neighbours and back.
  isnad.listing = (mark) => {
    if (mark?.closest(".isnad-shelves")) {
      place = part("pane").scrollTop;
      history.pushState({ isnad: true, shelf: true }, "");
      return { ...asked };
    }
    return mark?.closest(".isnad-article")?.querySelector(".isnad-do-shelf") ? { ...asked } : {};
  };
  // The browser's own way back leads from such an article to the list.
  window.addEventListener("popstate", (event) => {
    if (!part("sheet")?.querySelector(".isnad-do-shelf")) return;
    event.stopImmediatePropagation();
    show();
  }, true);

  isnad.learned.push(() => shelves() && redraw());
})();
