// Rating an answer. A bad one is asked why, over the page: the conversation's own elements are Gradio's to draw.
(() => {
  const isnad = window.isnad;
  const REASONS = { true: ["wrong-quote", "no-answer", "missing", "other"], false: ["has-answer", "other"] };

  const keep = async (rating) => isnad.report(await isnad.call("rate", rating, isnad.language));

  const ask = (rating) => {
    const dialog = isnad.element("dialog", { id: "isnad-rate", dir: isnad.direction() });
    const choice = (reason) =>
      `<label><input type="radio" name="reason" value="${reason}" required>` +
      `<span data-say="WHY_${reason.replace("-", "_").toUpperCase()}"></span></label>`;
    dialog.innerHTML =
      `<form method="dialog"><fieldset><legend data-say="RATE_HEADING"></legend>` +
      `${REASONS[rating.answered].map(choice).join("")}</fieldset>` +
      `<label><span data-say="RATE_COMMENT"></span><textarea name="comment" rows="2" maxlength="2000" dir="auto"></textarea></label>` +
      `<p><button type="submit" data-say="RATE_SEND"></button> ` +
      `<button type="button" data-say="RATE_LEAVE"></button></p></form>`;
    const form = dialog.querySelector("form");
    form.querySelector("button[type=button]").addEventListener("click", () => dialog.close());
    form.addEventListener("submit", () => {
      keep({ ...rating, ...Object.fromEntries(new FormData(form)) }).catch((error) => isnad.report(error.message));
    });
    dialog.addEventListener("close", () => dialog.remove());
    document.body.append(dialog);
    isnad.showMessages(dialog);
    dialog.showModal();
  };

  const rate = (up) => async (element) => {
    const rating = { ...isnad.record(element), up };
    up ? await keep(rating) : ask({ ...rating, answered: Boolean(rating.answered) });
  };
  Object.assign(isnad.actions, { up: rate(true), down: rate(false) });
})();
