// Following a mark to the words it quotes, and back.
(() => {
  const { part, actions } = isnad;
  const isNarrow = window.matchMedia("(max-width: 700px)");
  const MARGIN = 16; // pixels that stay free around words brought into view
  let from = null; // the mark or the tool that was followed, to return to

  // An answer that grows or settles is drawn anew. A mark that went with it is found again by the words it leads to.
  const lastAnswer = () => [...part("conversation").querySelectorAll(".isnad-answer")].at(-1);
  const wordsOf = (mark) => /^#isnad-\w+-\w+-[t.\d]+/.exec(mark.getAttribute("href"))?.[0];
  const present = (mark) => {
    if (!mark || mark.isConnected) return mark;
    const same = (answer) => [...(answer?.querySelectorAll("a[href]") ?? [])].filter((other) => wordsOf(other) === wordsOf(mark));
    const [before, now] = [mark.closest(".isnad-answer"), lastAnswer()].map(same);
    return now[before.indexOf(mark)] ?? now[0];
  };

  const setCovered = (is) => ["masthead", "chat"].map(part).forEach((under) => under && (under.inert = is));
  const closePane = () => {
    document.body.classList.remove("isnad-reading");
    setCovered(false);
    present(from)?.focus();
  };
  const leave = isnad.closePane = () => (history.state?.isnad ? history.back() : closePane());

  // On a narrow screen the pane covers the conversation; the phone's own back button then closes it.
  isnad.openPane = () => {
    const { activeElement: followed, body } = document;
    if (followed !== body && !part("pane").contains(followed)) from = followed;
    body.classList.add("isnad-reading");
    if (!isNarrow.matches) return;
    setCovered(true);
    if (!history.state?.isnad) history.pushState({ isnad: true }, "");
    part("pane-content").querySelector(".isnad-close")?.focus({ preventScroll: true });
  };

  // How far down the words are: their start a third down the pane, or higher where their end would not be seen.
  const scrollDistance = (words, pane) => {
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
    pane.scrollBy({ top: scrollDistance([...pane.querySelectorAll(".isnad-chosen")], pane), behavior: "instant" });
  };

  // Opens the article at an address; `covering` where a person asked for it, not when it only stands beside an answer.
  isnad.open = (address, mark = null, covering = true) => {
    const list = isnad.listing(mark); // which the mark stands in
    return isnad.show(
      () => isnad.call("open", address, isnad.language, list),
      () => {
        if (covering) isnad.openPane();
        reveal(mark);
        isnad.keepFocus(mark);
      },
    );
  };

  document.addEventListener("click", (event) => {
    const mark = event.target.closest?.('a[href^="#isnad-"]');
    if (mark && !event.ctrlKey && !event.metaKey && !event.shiftKey) {
      event.preventDefault(); // the address must not change: Gradio's <base> would load the page anew
      if (part("chat").contains(mark)) from = mark;
      hideCard();
      isnad.open(mark.getAttribute("href"), mark);
    }
    if (event.target.closest?.(".isnad-close")) leave();
  });
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    if (!part("quote-card").hidden) hideCard();
    else if (document.body.classList.contains("isnad-reading")) leave();
  });
  window.addEventListener("popstate", closePane);
  isNarrow.addEventListener("change", closePane);
  isnad.onStart.push(() => location.hash.startsWith("#isnad-") && isnad.open(location.hash)); // opened in a new tab

  // What has the focus in an answer has it again when the answer is drawn anew, unless one has pointed elsewhere.
  let focused = null;
  document.addEventListener("focusin", ({ target }) => (focused = target.closest(".isnad-answer a")));
  document.addEventListener("pointerdown", () => (focused = null));
  isnad.onDraw.push(() => {
    if (!focused || focused.isConnected) return;
    const again = present(focused);
    focused = null;
    again?.focus({ preventScroll: true });
  });

  // What was unfolded in an answer that is still being made stays so; what was drawn before knows it yet.
  let drawn = null;
  isnad.onDraw.push(() => {
    const answer = lastAnswer();
    if (answer === drawn) return;
    const folds = drawn?.isConnected === false && drawn.querySelector(".isnad-searching") ? drawn.querySelectorAll("details") : [];
    answer?.querySelectorAll("details").forEach((fold, place) => (fold.open = Boolean(folds[place]?.open)));
    drawn = answer;
  });

  // A mark shows its quote while it is pointed at or has the focus.

  let hovered = null; // the mark whose quote is shown
  const hideCard = () => {
    hovered = null;
    if (part("quote-card")) part("quote-card").hidden = true;
  };
  const showCard = (event) => {
    const mark = event.target.closest?.(".isnad-mark");
    const quotes = mark?.closest(".isnad-answer")?.querySelectorAll(".isnad-quotes > li") ?? [];
    const quote = [...quotes].find((item) => item.value === parseInt(mark.textContent.slice(1)));
    if (!quote) return hideCard();
    hovered = mark;
    part("quote-card").hidden = false;
    part("quote-card").innerHTML = quote.innerHTML;
    mark.setAttribute("aria-describedby", "isnad-quote-card");
    place(mark.getBoundingClientRect(), part("quote-card"));
  };
  const place = (mark, card) => {
    const low = mark.bottom + card.offsetHeight + MARGIN < window.innerHeight;
    card.style.top = `${low ? mark.bottom + 6 : Math.max(mark.top - card.offsetHeight - 6, MARGIN)}px`;
    const side = Math.min(mark.left, window.innerWidth - card.offsetWidth - MARGIN);
    card.style.left = `${Math.max(side, MARGIN)}px`;
  };
  document.addEventListener("pointerover", (event) => event.pointerType === "mouse" && showCard(event));
  document.addEventListener("focusin", (event) => event.target.matches(":focus-visible") && showCard(event));
  document.addEventListener("focusout", hideCard);
  // The browser scrolls to a mark that gets the focus, and the card goes along.
  const follow = () => {
    if (!hovered?.matches(":focus-visible")) return hideCard();
    const [mark, chat] = [hovered, part("conversation")].map((element) => element.getBoundingClientRect());
    part("quote-card").hidden = mark.top < chat.top || mark.bottom > chat.bottom;
    place(mark, part("quote-card"));
  };
  document.addEventListener("scroll", follow, true);
})();
