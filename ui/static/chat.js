// The conversation: what is asked, under which questions and of which articles, and what becomes of it.
(() => {
  const { part, actions, say, put, label, element } = isnad;
  const box = () => part("question").querySelector("textarea");
  const last = (kind) => [...document.querySelectorAll(`#isnad-conversation .${kind}`)].at(-1);
  const fresh = () => ({ id: isnad.newId(), at: Date.now(), asked: [], talk: [], next: [] });

  isnad.conversation = fresh();
  let pending = null; // the next question, where it is not the one in the box, or replaces the last
  let asking = null; // what is being answered
  let opened = null; // the answer beside which an article stands already
  let coming = false; // whether a conversation comes back that is not drawn yet
  let laying = null; // makes of the conversation shown the one to show instead, as soon as that can be
  let laid = null; // the same, while it is done
  let stopping = null; // the same, where it only gives up an answer

  const type = (words) => {
    box().value = words;
    box().dispatchEvent(new Event("input", { bubbles: true }));
  };
  const busy = (is) => {
    document.body.classList.toggle("isnad-busy", is);
    name();
  };
  const ask = (question, earlier = isnad.conversation) => {
    pending = { question, asked: earlier.asked, talk: earlier.talk };
    part("send").click();
  };
  const before = () => {
    const { asked, talk } = isnad.conversation;
    return { asked: asked.slice(0, -1), talk: talk.slice(0, -2) };
  };

  const note = (words) => {
    part("notice").textContent = words;
    part("notice").hidden = !words;
  };

  // Gradio's event sends what this gives: the question, the conversation before it, and what comes with it.
  isnad.asking = (typed) => {
    const { question = typed, asked, talk } = { ...isnad.conversation, ...pending };
    if (pending?.question === undefined) type("");
    asking = { question, asked, talk, conversation: isnad.conversation };
    if (coming) laying = null; // what is asked brings the conversation with it
    coming = false;
    pending = null;
    part("editing").hidden = part("suggested").hidden = true;
    note("");
    busy(true);
    watch(asking);
    const along = { history: asked, language: isnad.language, ...isnad.scope };
    return [question, talk, JSON.stringify(along)];
  };

  // What was not taken is there to be mended or sent again, be it a new question or a change of the last.
  const giveBack = () => {
    const { question, asked, talk } = asking;
    asking = null;
    busy(false);
    type(question);
    if (talk !== isnad.conversation.talk) pending = { asked, talk };
    part("editing").hidden = !pending;
    offer();
  };

  // While the server is away Gradio ends nothing that was asked; once it is back it loads the page anew.
  const watch = (question) =>
    setTimeout(async () => {
      if (asking !== question) return;
      const trouble = await isnad.reply("app_id").catch((error) => error);
      if (asking !== question) return;
      if (!(trouble instanceof Error)) return watch(question);
      giveBack();
      isnad.tell(trouble.message);
    }, 2000);
  // What is half typed, or not answered yet, outlives that.
  isnad.draft = () => box()?.value || asking?.question || "";
  isnad.typeAgain = type;

  isnad.answered = (talk, notice) => {
    if (!asking) return;
    note(notice);
    if (notice) return giveBack();
    const { question, asked, conversation } = asking;
    asking = null;
    if (laying === stopping) laying = null; // it came after all
    busy(false);
    Object.assign(conversation, { asked: [...asked, question], talk: plain(talk), next: [] });
    isnad.keepConversation(conversation);
    if (conversation !== isnad.conversation) return; // another was begun meanwhile
    toTheLast();
    suggest(conversation, asked);
  };
  const toTheLast = () => {
    last("isnad-question")?.closest(".message-row").scrollIntoView({ block: "start" });
    beside();
  };
  // Messages as Gradio's chat has them, without what it adds.
  const plain = (talk) => talk.map(({ role, content }) => message(role, content.map((piece) => piece.text ?? "").join("")));
  const message = (role, text) => ({ role, content: [{ type: "text", text }] });

  // The first quote's article stands beside its answer, as soon as there is a quote.
  const beside = () => {
    const answer = last("bot-row")?.querySelector(".isnad-answer");
    const mark = answer?.querySelector(".isnad-mark");
    if (mark && mark.getAttribute("href") !== opened) isnad.open((opened = mark.getAttribute("href")), mark, false);
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
    conversation.next = await isnad.call("suggest", isnad.record(record), JSON.stringify({ history: asked, ...isnad.scope }));
    isnad.keepConversation(conversation);
    if (conversation === isnad.conversation && !asking) offer();
  };
  const offer = () => {
    const place = part("suggested").querySelector("div");
    const button = (textContent) => element("button", { type: "button", dir: "auto", className: "isnad-do-example", textContent });
    place.replaceChildren(...isnad.conversation.next.map(button));
    part("suggested").hidden = !isnad.conversation.next.length;
  };

  let examples = []; // which the articles answer
  const begin = () => {
    for (const button of part("conversation").querySelectorAll(".example")) button.hidden = !examples.includes(button.textContent);
    part("conversation").querySelectorAll(".isnad-say-EXAMPLES").forEach((line) => (line.hidden = !examples.length));
  };
  isnad.learned.push(async () => {
    examples = await isnad.call("examples").catch(() => []);
    begin();
  });

  // Another conversation in place of the one shown; what is being answered is given up. Gradio can do so once it has
  // drawn its button for it, and that an answer is being made.
  const lay = (change) => {
    laying = change;
    layNow();
  };
  const layNow = () => {
    if (!laying || !part("lay") || (asking && !last("bot-row")?.querySelector(".isnad-searching"))) return;
    [laid, laying, asking, pending] = [laying, null, null, null];
    busy(false);
    part("editing").hidden = part("suggested").hidden = true;
    part("lay").click();
  };
  isnad.laid = (talk) => {
    const shown = laid(plain(talk));
    offer();
    return [shown, ""];
  };
  isnad.talkAgain = (conversation) => {
    isnad.conversation = conversation;
    coming = false;
    opened = null;
    lay(() => conversation.talk);
  };
  // The same after the page was loaded anew, unless a question was quicker.
  isnad.comeBack = (conversation) => {
    if (asking || isnad.conversation.asked.length) return;
    isnad.talkAgain(conversation);
    coming = true;
  };
  // What is there of an answer that ends here: with why, and the ways to ask once more.
  const ended = (talk, key, kind) => {
    const { role, content } = talk.at(-1) ?? {};
    if (role !== "assistant") return talk;
    const answer = document.createElement("template");
    answer.innerHTML = content[0].text;
    answer.content.querySelectorAll(".isnad-searching").forEach((waiting) => waiting.remove());
    const once = ["again", "edit"].map((action) => `<button type="button" class="isnad-do-${action}"></button>`);
    const end = `<p class="isnad-say-${key} ${kind}" dir="auto"></p><p class="isnad-doing">${once.join("")}</p>`;
    const begun = answer.content.querySelector(".isnad-answer")?.innerHTML ?? "";
    return [...talk.slice(0, -1), message(role, `<div class="isnad-answer">${begun}${end}</div>`)];
  };
  // An answer that never came, or a question that never arrived.
  isnad.failed = (talk) => {
    if (!asking) return talk;
    const { content } = plain(talk).at(-1) ?? {};
    if (content && !content[0].text.includes("isnad-doing")) return ended(plain(talk), "UNEXPECTED", "isnad-error");
    giveBack();
    isnad.tell(say("AWAY"));
    return talk;
  };
  const stop = ({ question, asked, conversation }) => {
    stopping = (talk) => {
      Object.assign(conversation, { asked: [...asked, question], talk: ended(talk, "STOPPED", "isnad-note"), next: [] });
      isnad.keepConversation(conversation);
      return conversation.talk;
    };
    lay(stopping);
  };
  document.addEventListener("click", (event) => {
    if (!asking || !event.isTrusted || !part("send").contains(event.target)) return;
    event.stopImmediatePropagation();
    if (event.detail < 2) stop(asking); // a double click only asks
  }, true);

  Object.assign(actions, {
    new: () => {
      isnad.talkAgain(fresh());
      isnad.empty();
    },
    example: (button) => ask(button.textContent),
    again: () => ask(isnad.conversation.asked.at(-1), before()),
    edit: () => {
      type(isnad.conversation.asked.at(-1));
      pending = before();
      part("editing").hidden = false;
      part("suggested").hidden = true;
      box().focus();
    },
    leave: () => {
      pending = null;
      part("editing").hidden = true;
      type("");
      offer();
    },
  });

  const name = () => {
    label(box(), "placeholder", say("QUESTION"));
    label(box(), "aria-label", say("QUESTION"));
    label(part("conversation").querySelector("[role=log]"), "aria-label", say("CONVERSATION"));
    put(part("send"), say(asking ? "STOP" : "ASK"));
  };
  isnad.turned.push(name);
  // Gradio labels each message with its HTML source, and gives the box one direction for all languages.
  isnad.drawn.push(() => {
    name();
    begin();
    part("conversation").querySelectorAll("[data-testid][aria-label]").forEach((m) => m.removeAttribute("aria-label"));
    label(box(), "dir", "auto");
    for (const mark of part("conversation").querySelectorAll(".isnad-mark[title]")) {
      mark.setAttribute("aria-label", mark.title); // its own card shows more than the browser's would
      mark.removeAttribute("title");
    }
    if (asking) beside();
    if (coming && last("isnad-question")) {
      coming = false;
      toTheLast();
    }
    layNow();
  });
})();
