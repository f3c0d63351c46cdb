// Removing articles, and putting them back while the line that tells of it is there.
(() => {
  const isnad = window.isnad;
  const redraw = async () => {
    await isnad.changed();
    isnad.refresh();
  };
  const undo = async (token) => {
    isnad.tell((await isnad.call("undo", token, isnad.language)).said);
    await redraw();
  };
  isnad.actions.remove = async (button) => {
    const got = await isnad.call("remove", button.value, isnad.language);
    isnad.tell(got.said, got.undo ? () => undo(got.undo).catch((error) => isnad.tell(error.message)) : null);
    await redraw();
  };
})();
