// Following a mark to the words it quotes, and back.
(() => {
  const { part, actions } = isnad;
  const narrow = window.matchMedia("(max-width: 700px)");
  const MARGIN = 16; // pixels that stay free around words brought into view
  let from = null; // the mark or the tool that was followed, to return to

  const covered = (is) => ["masthead", "talk"].map(part).forEach((under) => under && (under.inert = is));
  const back = () => {
    document.body.classList.remove("isnad-reading");
    covered(false);
    from?.focus();
  };
  const leave = isnad.uncover = () => (history.state?.isnad ? history.back() : back());

  // On a narrow screen the pane covers the conversation; the phone's own back button then closes it.
  isnad.cover = () => {
    const { activeElement: followed, body } = document;
    if (followed !== body && !part("pane").contains(followed)) from = followed;
    body.classList.add("isnad-reading");
    if (!narrow.matches) return;
    covered(true);
    if (!history.state?.isnad) history.pushState({ isnad: true }, "");
    part("sheet").querySelector(".isnad-close")?.focus({ preventScroll: true });
  };

  // How far down the words are: their start a third down the pane, or higher where their end would not be seen.
  const wayTo = (words, pane) => {
    if (words.length === 0) return -pane.scrollTop;
    const above = pane.getBoundingClientRect().top;
    const first = words[0].getBoundingClientRect().top - above;
    const end = words.at(-1).getBoundingClientRect().bottom - above;
    const bar = pane.querySelector(".isnad-bar").offsetHeight;
    const low = pane.clientHeight - (end - first) - MARGIN;
    return first - Math.max(Math.min(pane.clientHeight / 3, low), bar + MARGIN);
  };

  const reveal = (mark) => {
    const pane = part("pane");
    document.querySelectorAll(".isnad-open").forEach((open) => open.classList.remove("isnad-open"));
    mark?.classList.add("isnad-open");
    pane.scrollBy({ top: wayTo([...pane.querySelectorAll(".isnad-chosen")], pane), behavior: "instant" });
  };

  // Opens the article at an address; `covering` where a person asked for it, not when it only stands beside an answer.
  isnad.open = (address, mark = null, covering = true) => {
    const list = isnad.listing(mark); // which the mark stands in
    return isnad.show(
      () => isnad.call("open", address, isnad.language, list),
      () => {
        if (covering) isnad.cover();
        reveal(mark);
        isnad.stay(mark);
      },
    );
  };

  document.addEventListener("click", (event) => {
    const mark = event.target.closest?.('a[href^="#isnad-"]');
    if (mark && !event.ctrlKey && !event.metaKey && !event.shiftKey) {
      event.preventDefault(); // the address must not change: Gradio's <base> would load the page anew
      if (part("talk").contains(mark)) from = mark;
      unpeek();
      isnad.open(mark.getAttribute("href"), mark);
    }
    if (event.target.closest?.(".isnad-close")) leave();
  });
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    if (!part("peek").hidden) unpeek();
    else if (document.body.classList.contains("isnad-reading")) leave();
  });
  window.addEventListener("popstate", back);
  narrow.addEventListener("change", back);
  isnad.started.push(() => location.hash.startsWith("#isnad-") && isnad.open(location.hash)); // opened in a new tab

  // A mark shows its quote while it is pointed at or has the focus.

  let peeked = null; // the mark whose quote is shown
  const unpeek = () => {
    peeked = null;
    if (part("peek")) part("peek").hidden = true;
  };
  const peek = (event) => {
    const mark = event.target.closest?.(".isnad-mark");
    const quotes = mark?.closest(".isnad-answer")?.querySelectorAll(".isnad-quotes > li") ?? [];
    const quote = [...quotes].find((item) => item.value === parseInt(mark.textContent.slice(1)));
    if (!quote) return unpeek();
    peeked = mark;
    part("peek").hidden = false;
    part("peek").innerHTML = quote.innerHTML;
    mark.setAttribute("aria-describedby", "isnad-peek");
    place(mark.getBoundingClientRect(), part("peek"));
  };
  const place = (mark, card) => {
    const low = mark.bottom + card.offsetHeight + MARGIN < window.innerHeight;
    card.style.top = `${low ? mark.bottom + 6 : Math.max(mark.top - card.offsetHeight - 6, MARGIN)}px`;
    const side = Math.min(mark.left, window.innerWidth - card.offsetWidth - MARGIN);
    card.style.left = `${Math.max(side, MARGIN)}px`;
  };
  document.addEventListener("pointerover", (event) => event.pointerType === "mouse" && peek(event));
  document.addEventListener("focusin", (event) => event.target.matches(":focus-visible") && peek(event));
  document.addEventListener("focusout", unpeek);
  // The browser scrolls to a mark that gets the focus, and the card goes along.
  const follow = () => {
    if (!peeked?.matches(":focus-visible")) return unpeek();
    const [mark, talk] = [peeked, part("conversation")].map((element) => element.getBoundingClientRect());
    part("peek").hidden = mark.top < talk.top || mark.bottom > talk.bottom;
    place(mark, part("peek"));
  };
  document.addEventListener("scroll", follow, true);
})();
