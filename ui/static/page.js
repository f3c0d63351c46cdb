// What every part of the page's script shares: the language, the way to the server, the pane, and what is done on a
// click. It is loaded first; the other files come in the order of their names, so while they load they use only this.
// An element with the class `isnad-do-NAME` calls isnad.actions.NAME; one with data-say="…" shows a message.
window.isnad = (() => {
  const part = (name) => document.getElementById(`isnad-${name}`);
  const always = () => localStorage;
  const kept = (key, otherwise, store = always) => {
    try {
      return store().getItem(`isnad.${key}`) ?? otherwise;
    } catch {
      return otherwise; // a browser may keep nothing
    }
  };
  const keep = (key, value, store = always) => {
    try {
      store().setItem(`isnad.${key}`, value);
      return true;
    } catch {
      return false;
    }
  };

  const say = (key, blanks = {}) => {
    const message = window.isnadSentences[key]?.[isnad.language] ?? "";
    return message.replace(/\{(\w+)\}/g, (blank, name) => blanks[name] ?? blank);
  };

  const day = (year, month, day) => say(`DAY_IN_${month}`, { year, day });
  // A name in which characters that change the reading order stand as replacement characters.
  const visibleOrder = (name) => name.replace(/[\u202a-\u202e\u2066-\u2069]/g, "\ufffd");

  // Only what is new is written, for each writing is one more thing that was drawn.
  const setText = (element, words) => {
    if (element && element.textContent !== words) element.textContent = words;
  };
  const setLabel = (element, name, words) => {
    if (element && words && element.getAttribute(name) !== words) element.setAttribute(name, words);
  };
  const element = (name, properties = {}, ...inside) => {
    const made = Object.assign(document.createElement(name), properties);
    made.append(...inside);
    return made;
  };
  const newId = () => crypto.randomUUID?.() ?? String(Date.now());
  // Gradio's chat keeps no data-, so there the classes tell which sentence an element shows.
  const WITH_MESSAGES = '[data-say], [data-say-label], [data-say-placeholder], [class*="isnad-say-"], #isnad-conversation [class*="isnad-do-"]';
  const showMessages = (root = document) => {
    for (const element of root.querySelectorAll(WITH_MESSAGES)) {
      const { say: words, sayLabel, sayPlaceholder } = element.dataset;
      const action = /isnad-do-(\w+)/.exec(element.className)?.[1].toUpperCase();
      const key = words ?? /isnad-say-(\w+)/.exec(element.className)?.[1] ?? `DO_${action}`;
      if (window.isnadSentences[key]) setText(element, say(key));
      setLabel(element, "title", action && say(`TITLE_${action}`));
      setLabel(element, "aria-label", sayLabel && say(sayLabel));
      setLabel(element, "placeholder", sayPlaceholder && say(sayPlaceholder));
    }
  };

  const preferred = kept("language") ?? navigator.language;
  const start = preferred.startsWith("ar") ? "ar" : "en";
  const switchTo = (language) => {
    isnad.language = language;
    keep("language", language);
    document.documentElement.lang = language;
    showMessages();
    isnad.onLanguage.forEach((listener) => listener());
    isnad.refresh();
  };

  // The parts that the script fills; Gradio gives each of its blocks a direction of its own.
  const FILLED = Object.keys(window.isnadParts);
  const direction = () => (isnad.language === "ar" ? "rtl" : "ltr");
  const setDirection = () => [document.documentElement, ...FILLED.map(part)].forEach((block) => setLabel(block, "dir", direction()));

  // The way to the server

  const address = (path) => new URL(`gradio_api/${path}`, document.baseURI).href;
  const reply = async (path, options) => {
    const got = await fetch(address(path), options).catch(() => null);
    if (got?.ok) return got;
    throw new Error(say([401, 403].includes(got?.status) ? "REFUSED" : "AWAY"));
  };
  const post = (path, data) =>
    reply(path, { method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify({ data }) });
  const call = async (name, ...data) => (await (await post(`run/${name}`, data)).json()).data[0];

  const stream = async (name, data, onStep = () => {}) => {
    const { event_id } = await (await post(`call/${name}`, data)).json();
    const reader = (await reply(`call/${name}/${event_id}`)).body.pipeThrough(new TextDecoderStream()).getReader();
    let last = null;
    for (let rest = "", got; !(got = await reader.read()).done; ) {
      const events = (rest + got.value).split("\n\n");
      rest = events.pop();
      for (const event of events) {
        const [, kind, written] = /^event: (\w+)\ndata: (.*)$/s.exec(event) ?? [];
        if (kind === "error") throw new Error(say("AWAY"));
        if (kind !== "generating" && kind !== "complete") continue;
        const [step] = JSON.parse(written) ?? [];
        if (step != null) onStep((last = step));
      }
    }
    return last;
  };

  // The pane shows one view at a time; a view gives its HTML anew whenever it is drawn.

  let view = null;
  let drawn = 0;
  const redraw = async (onDrawn = () => {}) => {
    const mine = ++drawn;
    const html = view && (await view().catch((error) => failure(error)));
    if (!view || mine !== drawn) return;
    part("pane-content").innerHTML = html;
    showMessages(part("pane-content"));
    onDrawn(part("pane-content"));
  };
  const show = (next, onDrawn) => {
    view = next;
    isnad.shown += 1;
    return redraw(onDrawn);
  };
  let hint = ""; // what stands in the pane before anything is opened
  const empty = () => show(async () => hint);
  const failure = ({ message }) =>
    element("p", { className: "isnad-error isnad-alone", dir: "auto", textContent: message }).outerHTML;

  // What was done, shown at the foot of the page

  let undo = null;
  let hiding = 0;
  const report = (text, undoing = null) => {
    undo = undoing;
    part("report").hidden = false;
    part("report").querySelector("[role=status]").textContent = text;
    part("report").querySelector("button").hidden = !undo;
    clearTimeout(hiding);
    hiding = setTimeout(() => (part("report").hidden = true), undo ? 20000 : 6000);
  };

  const showUser = ({ user }) => {
    setText(part("user").querySelector("bdi"), user);
    part("user").hidden = !user;
  };
  const count = () => setText(part("size"), isnad.facts.size[isnad.language]);
  const changed = async () => {
    const facts = await call("facts");
    isnad.facts = facts;
    document.body.classList.toggle("isnad-may-write", Boolean(facts.may_write));
    document.body.classList.toggle("isnad-no-articles", !facts.articles);
    isnad.onFacts.forEach((listener) => listener(facts));
  };

  const actions = {
    language: () => switchTo(isnad.language === "ar" ? "en" : "ar"),
    darker: () => keep("dark", document.body.classList.toggle("dark")),
    undo: () => {
      part("report").hidden = true;
      undo?.();
    },
  };

  const act = (kind) => (event) => {
    const element = event.target.closest?.('[class*="isnad-do-"]');
    const chosen = element && (element.matches("form") ? "submit" : element.matches("input, select") ? "change" : "click");
    if (chosen !== kind) return;
    if (kind === "submit") event.preventDefault();
    const does = actions[/isnad-do-(\w+)/.exec(element.className)[1]];
    Promise.resolve(does?.(element, event)).catch((error) => report(error.message));
  };
  ["click", "submit", "change"].forEach((kind) => document.addEventListener(kind, act(kind)));

  // As soon as Gradio has put the page there, before it is painted.
  const wait = () => {
    const arrival = new MutationObserver(() => {
      if (![...FILLED, "conversation", "question"].every(part)) return;
      arrival.disconnect();
      begin();
    });
    arrival.observe(document, { childList: true, subtree: true });
  };
  const begin = () => {
    if (kept("dark")) document.body.classList.toggle("dark", kept("dark") === "true");
    for (const [name, html] of Object.entries(window.isnadParts)) part(name).innerHTML = html;
    hint = part("pane-content").innerHTML;
    switchTo(start);
    isnad.onStart.forEach((listener) => listener());
    new MutationObserver(() => isnad.onDraw.forEach((listener) => listener())).observe(document.body, { childList: true, subtree: true });
    isnad.onDraw.forEach((listener) => listener());
    isnad.arrived = changed().catch((error) => report(error.message));
  };
  wait();

  return {
    language: start,
    facts: { articles: 0, size: { en: "…", ar: "…" }, outlets: [] }, // what is known of the corpus
    actions, // what is done, by name
    arrived: null, // a promise, kept once the server has first told what is known, or cannot
    onStart: [], // called once, when the page is there
    onLanguage: [setDirection, count], // called when the language was chosen
    onFacts: [count, showUser], // called with what is known of the corpus
    onDraw: [setDirection, () => showMessages(part("conversation"))], // called when Gradio drew something
    part,
    kept,
    keep,
    setText,
    setLabel,
    element,
    newId,
    say,
    day,
    visibleOrder,
    showMessages,
    direction,
    address,
    reply,
    call,
    stream,
    show,
    shown: 0, // how many views the pane has been given
    empty,
    refresh: () => redraw(),
    changed,
    report,
  };
})();
