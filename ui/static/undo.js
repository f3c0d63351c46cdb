// Removing articles, and putting them back while the line that tells of it is there.
(() => {
  const isnad = window.isnad;
  const redraw = async () => {
    await isnad.changed();
    isnad.refresh();
  };
  const undo = async (token) => {
    isnad.report((await isnad.call("undo", token, isnad.language)).message);
    await redraw();
  };
  isnad.actions.remove = async (button) => {
    const got = await isnad.call("remove", button.value, isnad.language);
    isnad.report(got.message, got.undo ? () => undo(got.undo).catch((error) => isnad.report(error.message)) : null);
    await redraw();
  };
})();
