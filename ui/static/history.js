// What is kept: conversations in the browser's own storage, answers copied or saved as files.
(() => {
  const { actions, say, element } = isnad;
  const MOST = 100; // conversations
  const place = () => `conversations.${isnad.facts.user ?? ""}`;
  const parsed = (written) => {
    try {
      return JSON.parse(written);
    } catch {
      return null; // something else wrote there
    }
  };
  const all = () => {
    const conversations = parsed(isnad.kept(place(), "[]"));
    return Array.isArray(conversations) ? conversations.filter(whole) : [];
  };
  const whole = (one) =>
    one && Number.isFinite(one.at) && [one.asked, one.talk, one.next].every(Array.isArray) && one.talk.every((said) => Array.isArray(said?.content));
  const write = (conversations) => {
    const some = conversations.slice(0, MOST);
    while (some.length && !isnad.keep(place(), JSON.stringify(some))) some.pop(); // the oldest makes room
    if (conversations.length && !some.length) isnad.report(say("NOT_KEPT"));
    if (!conversations.length) isnad.keep(place(), "[]");
  };
  isnad.keepConversation = (conversation) => {
    if (!conversation.talk.length) return;
    const there = all().find(({ id }) => id === conversation.id);
    if (there && there.at !== conversation.at) conversation.id = isnad.newId(); // another tab went on with it
    conversation.at = Date.now();
    write([conversation, ...all().filter(({ id }) => id !== conversation.id)]);
    remember();
  };

  // What stands in this tab is there again after a reload: what was typed at once, the conversation and the articles
  // it asks as soon as it is known who reads.
  const tab = () => sessionStorage;
  const here = () => `here.${isnad.facts.user ?? ""}`;
  let known = false;
  const remember = () => {
    isnad.keep("draft", isnad.draft(), tab);
    if (!known) return;
    isnad.keep(here(), JSON.stringify({ id: isnad.conversation.id, scope: isnad.scope }), tab);
  };
  let initial = null; // the articles asked before anyone chose some
  const comeBack = ({ id }) => {
    if (known) return;
    known = true;
    const found = all().find((conversation) => conversation.id === id);
    if (found) isnad.restoreConversation(found);
  };
  // That is drawn once there is time for it: one can type before. A slow machine may never have any.
  const soon = (does) => (window.requestIdleCallback ? requestIdleCallback(does, { timeout: 500 }) : setTimeout(does));
  const restore = () => {
    if (known) return;
    const left = parsed(isnad.kept(here(), "{}", tab)) ?? {};
    if (Array.isArray(left.scope?.outlets) && isnad.scope === initial) isnad.narrow(left.scope);
    soon(() => comeBack(left));
  };
  isnad.onStart.push(() => {
    initial = isnad.scope;
    isnad.type(isnad.kept("draft", "", tab));
    window.addEventListener("pagehide", remember);
    document.addEventListener("visibilitychange", remember); // a telephone drops what is out of sight without a word
  });
  isnad.onFacts.push(restore);

  const title = ({ asked }) => asked[0] ?? "";
  const row = (conversation) => {
    const at = new Date(conversation.at);
    const day = isnad.day(at.getFullYear(), at.getMonth() + 1, at.getDate());
    const time = new Intl.DateTimeFormat(`${isnad.language}-u-nu-latn`, { timeStyle: "short" }).format(at);
    const about = [day, time, say("QUESTIONS_ASKED", { count: conversation.asked.length })];
    const open = element("button", { type: "button", className: "isnad-do-open isnad-kept", value: conversation.id },
      element("bdi", { textContent: title(conversation) }), element("small", {}, ...about.map((textContent) => element("bdi", { textContent }))));
    const forget = element("button", { type: "button", className: "isnad-do-forget", value: conversation.id, textContent: say("FORGET") });
    forget.setAttribute("aria-label", say("FORGET_THIS", { title: title(conversation) }));
    return element("li", {}, open, forget);
  };
  const view = async () => {
    await isnad.arrived; // who reads: before, one would see nobody's
    const conversations = all();
    const close = element("button", { type: "button", className: "isnad-close", textContent: say("BACK") });
    const section = element("section", { className: "isnad-view" },
      element("div", { className: "isnad-bar" }, close),
      element("h2", { textContent: say("HISTORY") }),
      element("p", { className: "isnad-note", textContent: say(conversations.length ? "HISTORY_NOTE" : "NO_HISTORY") }),
      element("ul", { className: "isnad-history" }, ...conversations.map(row)));
    if (conversations.length) {
      section.append(element("button", { type: "button", className: "isnad-do-forgetAll", textContent: say("FORGET_ALL") }));
    }
    return section.outerHTML;
  };
  const restoreAll = (conversations) => () => {
    write(conversations);
    isnad.refresh();
  };

  // An answer's document, made by the server from the articles the answer quotes.
  const createDocument = async (record, kind, type) => {
    const { text, fault } = await isnad.call("document", record, kind, isnad.language);
    if (fault) throw new Error(fault);
    return new Blob([text], { type });
  };
  const save = (kind, type) => async (button) => {
    const file = URL.createObjectURL(await createDocument(isnad.record(button), kind, `${type};charset=utf-8`));
    element("a", { href: file, download: `isnad-answer.${kind}` }).click();
    setTimeout(URL.revokeObjectURL, 60000, file);
  };

  Object.assign(actions, {
    history: () => isnad.show(view, isnad.openPane),
    open: ({ value }) => {
      const found = all().find(({ id }) => id === value);
      if (found) isnad.showConversation(found);
      isnad.closePane();
    },
    forget: ({ value }) => {
      const conversations = all();
      const gone = conversations.find(({ id }) => id === value);
      write(conversations.filter((other) => other !== gone));
      isnad.report(say("FORGOTTEN", { title: title(gone) }), restoreAll(conversations));
      isnad.refresh();
    },
    forgetAll: () => {
      const conversations = all();
      write([]);
      isnad.report(say("ALL_FORGOTTEN"), restoreAll(conversations));
      isnad.refresh();
    },
    copy: async (button) => {
      const record = isnad.record(button);
      // As promises: a browser lets a page write to the clipboard only while the click is under way.
      const both = { "text/plain": createDocument(record, "md", "text/plain"), "text/html": createDocument(record, "html", "text/html") };
      const documents = Promise.all(Object.values(both));
      const written = navigator.clipboard.write([new ClipboardItem(both)]).then(() => "COPIED", () => "NOT_COPIED");
      await documents; // where there are none, that is the reason to report
      isnad.report(say(await written));
    },
    markdown: save("md", "text/markdown"),
    html: save("html", "text/html"),
  });
})();
