// Which articles are asked: the outlets and days chosen, and how that is shown above the question.
(() => {
  const { part, actions, say, element } = isnad;
  const ALL = { outlets: [], since: "", until: "" };
  isnad.scope = { ...ALL };

  const summary = () => {
    const { outlets, since, until } = isnad.scope;
    const day = (written) => isnad.day(...written.split("-").map(Number));
    const days = [since && say("SINCE_DAY", { day: day(since) }), until && say("UNTIL_DAY", { day: day(until) })];
    return [...outlets.map(isnad.visibleOrder), ...days].filter(Boolean).join(isnad.language === "ar" ? "، " : ", ") || say("ALL_ARTICLES");
  };
  const choices = () =>
    isnad.facts.outlets.map((outlet) => {
      const checked = isnad.scope.outlets.includes(outlet);
      const box = element("input", { type: "checkbox", className: "isnad-do-scope", value: outlet, checked });
      return element("label", {}, box, " ", element("bdi", { textContent: isnad.visibleOrder(outlet) }));
    });
  const draw = () => {
    part("scope").textContent = summary();
    part("filters").classList.toggle("isnad-narrowed", summary() !== say("ALL_ARTICLES"));
    part("filters").querySelector(".isnad-do-unscope").hidden = summary() === say("ALL_ARTICLES");
    part("filters").querySelectorAll("[type=date]").forEach((day) => (day.value = isnad.scope[day.name]));
  };
  isnad.narrow = (scope) => {
    isnad.scope = { ...ALL, ...scope };
    part("outlets").replaceChildren(...choices());
    draw();
  };

  Object.assign(actions, {
    scope: () => {
      const days = [...part("filters").querySelectorAll("[type=date]")].map(({ name, value }) => [name, value]);
      const outlets = [...part("outlets").querySelectorAll(":checked")].map((box) => box.value);
      isnad.scope = { outlets, ...Object.fromEntries(days) };
      draw();
    },
    unscope: () => isnad.narrow(ALL),
    // The corpus browser's form: its filters become those of the chat.
    narrow: (element) => {
      const form = new FormData(element.closest("form"));
      const outlet = form.get("outlet");
      isnad.narrow({ outlets: outlet ? [outlet] : [], since: form.get("since") ?? "", until: form.get("until") ?? "" });
      part("question").querySelector("textarea").focus();
    },
  });
  isnad.onLanguage.push(draw);
  isnad.onFacts.push(({ outlets }) => {
    isnad.narrow({ ...isnad.scope, outlets: isnad.scope.outlets.filter((outlet) => outlets.includes(outlet)) });
  });
})();
