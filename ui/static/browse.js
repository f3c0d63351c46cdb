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

  const library = () => part("pane-content")?.querySelector(".isnad-library");
  const ask = () => isnad.call("browse", asked, isnad.language);

  const show = async () => {
    await isnad.show(ask, () => {
      isnad.openPane();
      part("pane").scrollTo({ top: place, behavior: "instant" });
    });
    place = 0;
  };

  // The form stays as it is, and with it the focus and the caret; so does the list where it is still the same.
  const refill = (place, fresh) => place.innerHTML !== fresh.innerHTML && place.replaceChildren(...fresh.childNodes);
  const redraw = async () => {
    clearTimeout(waiting);
    const mine = ++latest;
    const html = await ask();
    if (mine !== latest || !library()) return;
    const fresh = document.createElement("template");
    fresh.innerHTML = html;
    const found = (name) => fresh.content.querySelector(name);
    library().querySelector(".isnad-total").textContent = found(".isnad-total").textContent;
    refill(library().querySelector(".isnad-listed"), found(".isnad-listed"));
    const outlets = library().querySelector("select");
    refill(outlets, found("select"));
    outlets.value = asked.outlet; // each <option> that was taken away left the next one selected
  };

  const read = () => {
    asked = { ...ALL, ...Object.fromEntries(new FormData(library().querySelector("form"))) };
    return redraw();
  };
  const wait = () => {
    clearTimeout(waiting);
    waiting = setTimeout(() => read().catch((error) => isnad.report(error.message)), PAUSE);
  };

  Object.assign(actions, {
    browse: show,
    find: read,
    more: async () => {
      const before = asked.shown;
      asked.shown += PAGE;
      await redraw();
      library()?.querySelectorAll(".isnad-mark-article")[before]?.focus();
    },
    everything: async () => {
      asked = { ...ALL };
      await show();
      library()?.querySelector("[name=words]").focus();
    },
    list: () => (history.state?.list ? history.back() : show()),
  });

  document.addEventListener("input", (event) => event.target.matches?.(".isnad-library [name=words]") && wait());
  // A first Escape empties the box, as browsers do; only the next one leaves the list.
  document.addEventListener("keydown", (event) => {
    const box = event.target.matches?.(".isnad-library [name=words]") && event.target;
    if (event.key === "Escape" && box && box.value) event.stopPropagation();
  }, true);

  // What an article is opened with: the list it stands in, so that it can lead to its neighbours and back.
  isnad.listing = (mark) => {
    if (mark?.closest(".isnad-library")) {
      place = part("pane").scrollTop;
      history.pushState({ isnad: true, list: true }, "");
      return { ...asked };
    }
    return mark?.closest(".isnad-article")?.querySelector(".isnad-do-list") ? { ...asked } : {};
  };
  // The browser's own way back leads from such an article to the list.
  window.addEventListener("popstate", (event) => {
    if (!part("pane-content")?.querySelector(".isnad-do-list")) return;
    event.stopImmediatePropagation();
    show();
  }, true);

  isnad.onFacts.push(() => library() && redraw());
})();
