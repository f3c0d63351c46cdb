// In an article: the translation beside it, and the keyboard's place when one steps on to the next quote or article.
(() => {
  const { part, actions } = isnad;
  const box = () => part("pane-content")?.querySelector(".isnad-do-beside");

  const beside = (is) => {
    document.body.classList.toggle("isnad-beside", is);
    if (box()) box().checked = is;
  };
  actions.beside = (chosen) => {
    beside(chosen.checked);
    isnad.keep("beside", chosen.checked);
    part("pane-content").querySelector(".isnad-chosen")?.scrollIntoView({ block: "center", behavior: "instant" });
  };

  // Who steps on by keyboard can go on stepping: the same way, or back at the end.
  isnad.keepFocus = (mark) => {
    const [, end, way] = /isnad-(quote|article)-(before|after)/.exec(mark?.className) ?? [];
    const to = (side) => part("pane-content").querySelector(`a.isnad-${end}-${side}`);
    if (end) (to(way) ?? to("before") ?? to("after"))?.focus({ preventScroll: true });
  };

  isnad.onStart.push(() => beside(isnad.kept("beside") === "true"));
  isnad.onDraw.push(() => {
    if (box()) box().checked = document.body.classList.contains("isnad-beside");
  });
})();
