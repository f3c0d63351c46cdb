// The conversation: what is asked, under which questions and of which articles, and what becomes of it.
(() => {
  const { part, actions, say, setText, setLabel, element } = isnad;
  const box = () => part("question").querySelector("textarea");
  const last = (kind) => [...document.querySelectorAll(`#isnad-conversation .${kind}`)].at(-1);
  const newConversation = () => ({ id: isnad.newId(), at: Date.now(), asked: [], talk: [], next: [], alone: 0 });

  isnad.conversation = newConversation();
  let pending = null; // the next question, where it is not the one in the box, or replaces the last
  let running = null; // what is being answered
  let openedQuote = null; // the address of the quote that was last opened beside an answer
  let shownBefore = 0; // what isnad.shown was when the question was asked, or the page loaded
  let isRestoring = false; // whether a conversation comes back that is not drawn yet
  let replacement = null; // a function from the messages shown to those to show instead, called as soon as Gradio can replace them
  let current = null; // the replacement that Gradio is drawing
  let stopped = null; // the replacement that ends the running answer

  const type = (words) => {
    box().value = words;
    box().dispatchEvent(new Event("input", { bubbles: true }));
  };
  const setBusy = (is) => {
    document.body.classList.toggle("isnad-busy", is);
    nameControls();
  };
  const ask = (question, earlier = isnad.conversation) => {
    pending = { question, asked: earlier.asked, talk: earlier.talk };
    part("send").click();
  };
  // The questions that a further one may go on with: none from before one that was asked by itself.
  const goingOn = (asked, { alone = 0 }) => asked.slice(alone);
  const withoutLast = () => {
    const { asked, talk } = isnad.conversation;
    return { asked: asked.slice(0, -1), talk: talk.slice(0, -2) };
  };

  const setNotice = (words) => {
    part("notice").textContent = words;
    part("notice").hidden = !words;
  };

  // Gradio's event sends what this gives: the question, the conversation before it, and what comes with it.
  isnad.beginAsking = (typed) => {
    const { question = typed, asked, talk } = { ...isnad.conversation, ...pending };
    if (pending?.question === undefined) type("");
    shownBefore = isnad.shown;
    running = { question, asked, talk, conversation: isnad.conversation, isSeen: false };
    if (isRestoring) replacement = null; // what is asked brings the conversation with it
    isRestoring = false;
    pending = null;
    part("editing").hidden = part("suggested").hidden = true;
    setNotice("");
    setBusy(true);
    watch(running);
    const context = { history: goingOn(asked, isnad.conversation), language: isnad.language, ...isnad.scope };
    return [question, talk, JSON.stringify(context)];
  };

  // What was not taken is there to be mended or sent again, be it a new question or a change of the last.
  const returnQuestion = () => {
    const { question, asked, talk } = running;
    running = null;
    setBusy(false);
    type(question);
    if (talk !== isnad.conversation.talk) pending = { asked, talk };
    part("editing").hidden = !pending;
    showSuggestions();
  };

  // While the server is away Gradio ends nothing that was asked; once it is back it loads the page anew.
  const watch = (question) =>
    setTimeout(async () => {
      if (running !== question) return;
      const trouble = await isnad.reply("app_id").catch((error) => error);
      if (running !== question) return;
      if (!(trouble instanceof Error)) return watch(question);
      returnQuestion();
      isnad.report(trouble.message);
    }, 2000);
  // What is half typed, or not answered yet, outlives that.
  isnad.draft = () => box()?.value || running?.question || "";
  isnad.type = type;

  isnad.answered = (talk, notice) => {
    if (!running) return;
    setNotice(notice);
    if (notice) return returnQuestion();
    const { question, asked, conversation, isSeen } = running;
    running = null;
    if (replacement === stopped) replacement = null; // it came after all
    setBusy(false);
    Object.assign(conversation, { asked: [...asked, question], talk: withoutGradio(talk), next: [] });
    isnad.keepConversation(conversation);
    if (conversation !== isnad.conversation) return; // another was begun meanwhile
    if (!isSeen) scrollToLast();
    openFirstQuote();
    suggest(conversation, asked);
  };
  const scrollToLast = () => last("isnad-question")?.closest(".message-row").scrollIntoView({ block: "start" });
  // Messages as Gradio's chat has them, without what it adds.
  const withoutGradio = (talk) => talk.map(({ role, content }) => message(role, content.map((piece) => piece.text ?? "").join("")));
  const message = (role, text) => ({ role, content: [{ type: "text", text }] });

  // A preliminary answer is brought into view, so that it need not move when it settles. A screen reader is told only
  // what it settles to: while the conversation is busy, what changes in it is not read out.
  const showPreliminary = () => {
    const isThere = Boolean(last("bot-row")?.querySelector(".isnad-preliminary"));
    setLabel(part("conversation").querySelector("[role=log]"), "aria-busy", String(isThere));
    if (!isThere || !running || running.isSeen) return;
    running.isSeen = true;
    scrollToLast();
  };
  // The first quote's article stands beside its answer, as soon as there is a quote that was read; but not in place of
  // what a person opened meanwhile.
  const openFirstQuote = () => {
    if (isnad.shown !== shownBefore) return;
    const answer = last("bot-row")?.querySelector(".isnad-answer:not(.isnad-preliminary)");
    const mark = answer?.querySelector(".isnad-mark");
    if (!mark || mark.getAttribute("href") === openedQuote) return;
    openedQuote = mark.getAttribute("href");
    isnad.open(openedQuote, mark, false);
    shownBefore = isnad.shown;
  };

  // The record of the answer around an element. Answers that older pages kept have none.
  isnad.record = (element) => {
    const record = element.closest(".isnad-answer")?.querySelector(".isnad-record");
    if (!record) throw new Error(say("NO_RECORD"));
    return JSON.parse(record.textContent);
  };
  // The answer's own record is sent, so that it need not be answered again. An error has none, and no next question.
  const suggest = async (conversation, asked) => {
    const answer = document.createElement("template");
    answer.innerHTML = conversation.talk.at(-1).content[0].text;
    const record = answer.content.querySelector(".isnad-record");
    if (!record) return;
    conversation.next = await isnad.call("suggest", isnad.record(record), JSON.stringify({ history: goingOn(asked, conversation), ...isnad.scope }));
    isnad.keepConversation(conversation);
    if (conversation === isnad.conversation && !running) showSuggestions();
  };
  const showSuggestions = () => {
    const place = part("suggested").querySelector("div");
    const button = (textContent) => element("button", { type: "button", dir: "auto", className: "isnad-do-example", textContent });
    place.replaceChildren(...isnad.conversation.next.map(button));
    part("suggested").hidden = !isnad.conversation.next.length;
    // They leave less room for the conversation; what has the focus in it is not to be covered.
    part("conversation").querySelector(":focus")?.scrollIntoView({ block: "nearest", behavior: "instant" });
  };

  let examples = []; // which the articles answer
  const showExamples = () => {
    for (const button of part("conversation").querySelectorAll(".example")) button.hidden = !examples.includes(button.textContent);
    part("conversation").querySelectorAll(".isnad-say-EXAMPLES").forEach((line) => (line.hidden = !examples.length));
  };
  isnad.onFacts.push(async () => {
    examples = await isnad.call("examples").catch(() => []);
    showExamples();
  });

  // Another conversation in place of the one shown; what is being answered is given up. Gradio can do so once it has
  // drawn its button for it, and that an answer is being made.
  const replace = (change) => {
    replacement = change;
    replaceNow();
  };
  const replaceNow = () => {
    if (!replacement || !part("replace") || (running && !last("bot-row")?.querySelector(".isnad-searching"))) return;
    [current, replacement, running, pending] = [replacement, null, null, null];
    setBusy(false);
    part("editing").hidden = part("suggested").hidden = true;
    part("replace").click();
  };
  isnad.replaced = (talk) => {
    const shown = current(withoutGradio(talk));
    showSuggestions();
    return [shown, ""];
  };
  isnad.showConversation = (conversation) => {
    isnad.conversation = conversation;
    isRestoring = false;
    openedQuote = null;
    replace(() => conversation.talk);
  };
  // The same after the page was loaded anew, unless a question was quicker.
  isnad.restoreConversation = (conversation) => {
    if (running || isnad.conversation.asked.length) return;
    isnad.showConversation(conversation);
    isRestoring = true;
  };
  // What is there of an answer that ends here: with why, and the ways to ask once more.
  const withEnding = (talk, key, kind) => {
    const { role, content } = talk.at(-1) ?? {};
    if (role !== "assistant") return talk;
    const answer = document.createElement("template");
    answer.innerHTML = content[0].text;
    answer.content.querySelectorAll(".isnad-searching").forEach((waiting) => waiting.remove());
    const once = ["again", "edit"].map((action) => `<button type="button" class="isnad-do-${action}"></button>`);
    const end = `<p class="isnad-say-${key} ${kind}" dir="auto"></p><p class="isnad-doing">${once.join("")}</p>`;
    const begun = answer.content.querySelector(".isnad-answer:not(.isnad-preliminary)")?.innerHTML ?? "";
    return [...talk.slice(0, -1), message(role, `<div class="isnad-answer">${begun}${end}</div>`)];
  };
  // An answer that never came, or a question that never arrived.
  isnad.failed = (talk) => {
    if (!running) return talk;
    const { content } = withoutGradio(talk).at(-1) ?? {};
    if (content && !content[0].text.includes("isnad-doing")) return withEnding(withoutGradio(talk), "UNEXPECTED", "isnad-error");
    returnQuestion();
    isnad.report(say("AWAY"));
    return talk;
  };
  const stop = ({ question, asked, conversation }) => {
    stopped = (talk) => {
      Object.assign(conversation, { asked: [...asked, question], talk: withEnding(talk, "STOPPED", "isnad-note"), next: [] });
      isnad.keepConversation(conversation);
      return conversation.talk;
    };
    replace(stopped);
  };
  document.addEventListener("click", (event) => {
    if (!running || !event.isTrusted || !part("send").contains(event.target)) return;
    event.stopImmediatePropagation();
    if (event.detail < 2) stop(running); // a double click only asks
  }, true);

  Object.assign(actions, {
    new: () => {
      isnad.showConversation(newConversation());
      isnad.empty();
    },
    example: (button) => ask(button.textContent),
    again: () => ask(isnad.conversation.asked.at(-1), withoutLast()),
    // What was taken for a follow-up is asked as it was typed.
    alone: () => {
      isnad.conversation.alone = isnad.conversation.asked.length - 1;
      actions.again();
    },
    edit: () => {
      type(isnad.conversation.asked.at(-1));
      pending = withoutLast();
      part("editing").hidden = false;
      part("suggested").hidden = true;
      box().focus();
    },
    leave: () => {
      pending = null;
      part("editing").hidden = true;
      type("");
      showSuggestions();
    },
  });

  const nameControls = () => {
    setLabel(box(), "placeholder", say("QUESTION"));
    setLabel(box(), "aria-label", say("QUESTION"));
    setLabel(part("conversation").querySelector("[role=log]"), "aria-label", say("CONVERSATION"));
    setText(part("send"), say(running ? "STOP" : "ASK"));
  };
  isnad.onLanguage.push(nameControls);
  // Gradio labels each message with its HTML source, and gives the box one direction for all languages.
  isnad.onDraw.push(() => {
    nameControls();
    showExamples();
    part("conversation").querySelectorAll("[data-testid][aria-label]").forEach((m) => m.removeAttribute("aria-label"));
    setLabel(box(), "dir", "auto");
    for (const mark of part("conversation").querySelectorAll(".isnad-mark[title]")) {
      mark.setAttribute("aria-label", mark.title); // its own card shows more than the browser's would
      mark.removeAttribute("title");
    }
    showPreliminary();
    if (running) openFirstQuote();
    if (isRestoring && last("isnad-question")) {
      isRestoring = false;
      scrollToLast();
      openFirstQuote();
    }
    replaceNow();
  });
})();
