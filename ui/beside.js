// In an article: the translation beside it, and the keyboard's place when one steps on to the next quote or article.
(() => {
  const { part, actions } = isnad;
  const box = () => part("sheet")?.querySelector(".isnad-do-beside");
  let step = ""; // which way was just taken

  const beside = (is) => {
    document.body.classList.toggle("isnad-beside", is);
    if (box()) box().checked = is;
  };
  actions.beside = (chosen) => {
    beside(chosen.checked);
    isnad.keep("beside", chosen.checked);
    part("sheet").querySelector(".isnad-chosen")?.scrollIntoView({ block: "center", behavior: "instant" });
  };

  document.addEventListener("click", (event) => {
    step = /isnad-(?:quote|article)-(?:before|after)/.exec(event.target.closest?.("a.isnad-step")?.className)?.[0] ?? step;
  }, true);
  const stay = () => {
    const way = step && part("sheet")?.querySelector(`.${step}`);
    if (!way) return;
    const [end] = step.split(/-(?=before|after)/);
    (way.matches("a") ? way : part("sheet").querySelector(`a[class*="${end}"]`))?.focus({ preventScroll: true });
    step = "";
  };

  isnad.started.push(() => beside(isnad.kept("beside") === "true"));
  isnad.drawn.push(() => {
    if (box()) box().checked = document.body.classList.contains("isnad-beside");
  });
  isnad.stayed = stay;
})();
