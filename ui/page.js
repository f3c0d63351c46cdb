// What the browser does on its own: follow a mark to the words it quotes, and back.
window.isnad = (() => {
  const narrow = window.matchMedia("(max-width: 700px)");
  const MARGIN = 16; // pixels that stay free around words brought into view
  const part = (name) => document.getElementById(`isnad-${name}`);
  let from = null; // the mark that was followed, to return to

  const follow = (address) => {
    window.isnad.address = address;
    part("opener")?.click();
  };

  const back = () => {
    document.body.classList.remove("isnad-reading");
    if (part("talk")) part("talk").inert = false;
    from?.focus();
  };

  // On a narrow screen the article covers the conversation; the phone's own back button then closes it.
  const cover = () => {
    document.body.classList.add("isnad-reading");
    if (!narrow.matches) return;
    part("talk").inert = true;
    if (!history.state?.isnad) history.pushState({ isnad: true }, "");
  };

  // How far down the words are: their start a third down the pane, or higher where their end would not be seen.
  const wayTo = (words, pane) => {
    if (words.length === 0) return 0;
    const above = pane.getBoundingClientRect().top;
    const start = words[0].getBoundingClientRect().top - above;
    const end = words.at(-1).getBoundingClientRect().bottom - above;
    const bar = pane.querySelector(".isnad-bar").offsetHeight;
    const low = pane.clientHeight - (end - start) - MARGIN;
    return start - Math.max(Math.min(pane.clientHeight / 3, low), bar + MARGIN);
  };

  // Shows which address is open and brings its words into view, once Gradio has put the article into the pane.
  const reveal = (address, mark, uncover, frames = 120) => {
    const pane = part("pane");
    if (frames === 120) document.querySelectorAll(".isnad-open").forEach((open) => open.classList.remove("isnad-open"));
    if (!address || frames === 0) return;
    if (!pane.querySelector(`[data-address="${address}"]`)) {
      requestAnimationFrame(() => reveal(address, mark, uncover, frames - 1));
      return;
    }
    uncover?.();
    mark?.classList.add("isnad-open");
    pane.scrollBy({ top: wayTo([...pane.querySelectorAll(".isnad-chosen")], pane), behavior: "instant" });
    if (document.body.classList.contains("isnad-reading")) pane.querySelector(".isnad-close").focus({ preventScroll: true });
  };

  const last = (kind) => [...document.querySelectorAll(`#isnad-conversation .${kind}`)].at(-1);

  document.addEventListener("click", (event) => {
    const mark = event.target.closest?.('a[href^="#isnad-"]');
    if (mark && !event.ctrlKey && !event.metaKey && !event.shiftKey) {
      event.preventDefault(); // the address must not change: Gradio's <base> would load the page anew
      from = mark;
      follow(mark.getAttribute("href"));
    }
    if (event.target.closest?.(".isnad-close")) history.state?.isnad ? history.back() : back();
  });
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && document.body.classList.contains("isnad-reading")) {
      history.state?.isnad ? history.back() : back();
    }
  });
  window.addEventListener("popstate", back);
  narrow.addEventListener("change", back);

  // Gradio labels each message with its HTML source, and gives the box one direction for all languages.
  const tidy = () => {
    part("conversation")?.querySelectorAll("[data-testid][aria-label]").forEach((m) => m.removeAttribute("aria-label"));
    part("question")?.querySelector("textarea")?.setAttribute("dir", "auto");
    part("notice")?.setAttribute("role", "status");
  };
  new MutationObserver(tidy).observe(document.body, { childList: true, subtree: true, attributeFilter: ["aria-label"] });
  tidy();
  if (location.hash.startsWith("#isnad-")) setTimeout(follow, 0, location.hash); // a mark opened in a new tab

  return {
    address: "",
    follow,
    opened: () => reveal(window.isnad.address, from, cover),
    answered: () => {
      last("isnad-question")?.closest(".message-row").scrollIntoView({ block: "start" });
      const mark = last("bot-row")?.querySelector(".isnad-mark");
      reveal(mark?.getAttribute("href"), mark);
    },
  };
})();
