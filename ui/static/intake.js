// Adding articles. Files go to the server in batches: each is sent, read and reported before the next, so
// that stopping, or a lost connection, leaves what was read. What is shown outlives the form, which may be drawn anew.
(() => {
  const isnad = window.isnad;
  const BATCH_FILES = 50;
  const BATCH_BYTES = 50e6;
  const FATES = ["added", "updated", "unchanged", "duplicate", "failed"];
  const report = document.createElement("div"); // what became of the files sent last
  let edition = 0; // goes up with the report
  const defaults = {}; // what stands for what files do not say, by the names of its fields
  const paste = { draft: {}, html: "" };
  let work = null; // { total, done, stopped, defaults } while files are sent and read
  let line = null; // [sentence, blanks, share done]: how far it is
  let drop = null; // the form's own word on types and sizes

  // The view

  const fill = (root) => {
    const progress = root.querySelector("#isnad-adding-progress");
    if (!progress) return;
    drop = { ...root.querySelector("#isnad-drop").dataset };
    const [key, blanks, share] = line ?? ["", {}, 0];
    progress.hidden = !line;
    progress.querySelector("p").textContent = isnad.say(key, blanks);
    progress.querySelector("progress").setAttribute("value", share);
    progress.querySelectorAll("progress, button").forEach((element) => (element.hidden = !work));
    for (const [name, value] of Object.entries(defaults)) {
      const field = root.querySelector(`#isnad-defaults [name="${name}"]`);
      if (field.matches("select")) field.querySelector(`[value="${value}"]`).toggleAttribute("selected", true);
      else field.type === "checkbox" ? field.toggleAttribute("checked", value) : field.setAttribute("value", value);
    }
    const place = root.querySelector("#isnad-adding-report");
    if (place.dataset.edition === String(edition)) return;
    place.innerHTML = report.innerHTML;
    place.dataset.edition = edition;
  };
  const view = async () => {
    const form = document.createElement("template");
    form.innerHTML = await isnad.call("add_form", isnad.language);
    fill(form.content);
    for (const [name, value] of Object.entries(paste.draft)) {
      const field = form.content.querySelector(`form [name="${name}"]`);
      field?.matches("textarea") ? (field.textContent = value) : field?.setAttribute("value", value);
    }
    const pasteReport = form.content.querySelector("#isnad-paste-report");
    if (pasteReport) pasteReport.innerHTML = paste.html;
    return form.innerHTML;
  };
  const showProgress = (key, blanks, share) => {
    line = [key, blanks, share];
    fill(document);
    isnad.showMessages(isnad.part("pane-content"));
  };

  // The report

  const section = (fate) => {
    const found = report.querySelector(`[data-fate="${fate}"]`);
    if (found) return found;
    const made = isnad.element("section", { className: "isnad-fate" });
    made.dataset.fate = fate;
    made.innerHTML = `<h3><span data-say="FATE_${fate.toUpperCase()}"></span> <b class="isnad-count"></b></h3><ul></ul>`;
    const later = FATES.slice(FATES.indexOf(fate) + 1).map((each) => `[data-fate="${each}"]`);
    report.insertBefore(made, later.length ? report.querySelector(later.join()) : null);
    return made;
  };
  const addItems = (fate, items) => {
    edition += 1;
    const into = section(fate);
    into.querySelector("ul").append(...items);
    into.querySelector("b").textContent = count(fate);
  };
  const count = (fate) => report.querySelectorAll(`[data-fate="${fate}"] li`).length;
  const merge = (html) => {
    const got = document.createElement("template");
    got.innerHTML = html;
    for (const each of got.content.querySelectorAll("[data-fate]")) addItems(each.dataset.fate, each.querySelectorAll("li"));
    const remarks = report.querySelector(".isnad-remarks ul");
    const remarked = got.content.querySelector(".isnad-remarks");
    if (remarked) remarks ? remarks.append(...remarked.querySelectorAll("li")) : report.append(remarked);
    edition += 1;
    report.prepend(...got.content.querySelectorAll(":scope > .isnad-error"));
  };
  const fail = (name, reason) => {
    const shown = name.length > 80 ? `${name.slice(0, 40)}…${name.slice(-40)}` : name;
    const why = isnad.element("span", { textContent: reason, lang: isnad.language });
    addItems("failed", [isnad.element("li", {}, isnad.element("bdi", { textContent: shown }), " ", why)]);
  };

  // What is sent

  const type = (name) => /\.[^./\\]+$/.exec(name)?.[0].toLowerCase() ?? "";
  const limit = (kind) => {
    const own = drop[`limit${kind.slice(1, 2).toUpperCase()}${kind.slice(2)}`];
    return Math.min(...[own, drop.limit].filter(Boolean).map(Number));
  };
  const types = () => drop.types.split(",");
  const listed = () => types().map((each) => `\u200e${each}\u200e`).join(" "); // a dot stays before its letters
  const fault = ({ name, file }) => {
    const kind = type(name);
    if (!types().includes(kind)) return isnad.say("UNKNOWN_TYPE", { types: listed() });
    return file.size > limit(kind) ? isnad.say("TOO_LARGE", { most: limit(kind) / 1e6 }) : "";
  };
  // What a folder has besides: a file that is hidden, and a README, is no article.
  const isIgnored = ({ name }) => name.includes("/") && /(^|\/)(\.(?!\.?\/)|readme[^/]*$)/i.test(name);
  // A translation travels with its original, in one batch: kim.en.md beside kim.md.
  const key = ({ name }) => name.replace(/\.[a-z]{2}\.md$/i, ".md");
  const batches = (files) => {
    const made = [];
    let bytes = Infinity;
    files.sort((one, other) => (key(one) < key(other) ? -1 : key(one) > key(other) ? 1 : 0));
    files.forEach((each, place) => {
      const joined = place && key(files[place - 1]) === key(each);
      const full = bytes + each.file.size > BATCH_BYTES || made.at(-1).length >= BATCH_FILES;
      if (full && !joined) bytes = made.push([]) * 0;
      made.at(-1).push(each);
      bytes += each.file.size;
    });
    return made;
  };
  // The server learns the type of each file here; what its owner calls it comes with the list of names.
  const upload = (batch, onSent) =>
    new Promise((done, lost) => {
      const form = new FormData();
      batch.forEach(({ name, file }, place) => form.append("files", file, `article-${place}${type(name)}`));
      const sent = new XMLHttpRequest();
      const refuse = (sentence, halts) => lost(Object.assign(new Error(sentence), { halts, status: sent.status }));
      sent.upload.onprogress = (event) => onSent(event.loaded / event.total);
      sent.onload = () => {
        if (sent.status === 200) done(JSON.parse(sent.responseText));
        else if (sent.status === 413) refuse(isnad.say("UPLOAD_TOO_LARGE"), false);
        else refuse(isnad.say("UPLOAD_REFUSED", { status: sent.status }), true);
      };
      sent.onerror = () => refuse(isnad.say("UPLOAD_LOST"), true);
      sent.open("POST", isnad.address("upload"));
      sent.send(form);
    });
  const send = async (batch) => {
    const progress = (sentence, of) => {
      const done = Math.floor(work.done + of);
      showProgress(work.stopped ? "STOPPING" : sentence, { done, total: work.total }, (work.done + of) / work.total);
    };
    const paths = await upload(batch, (share) => progress("SENDING", share * batch.length * 0.5));
    const files = paths.map((path) => ({ path, meta: { _type: "gradio.FileData" } }));
    const names = batch.map(({ name }) => name);
    const last = await isnad.stream("add_articles", [files, names, isnad.language, work.defaults], (step) =>
      progress("READING", Math.min(batch.length, batch.length * 0.5 + step.done * 0.5)),
    );
    if (last.message) throw new Error(last.message); // one may not write here, or no longer
    merge(last.html);
  };
  const sendAll = async (queue) => {
    while (queue.length && !work.stopped) {
      const batch = queue.shift();
      try {
        await send(batch);
        work.done += batch.length;
      } catch (error) {
        if (error.status === 413 && batch.length > 1) {
          queue.unshift(...batch.map((each) => [each])); // one of them is to blame, or all of them together
          continue;
        }
        batch.forEach(({ name }) => fail(name, error.message));
        work.done += batch.length;
        work.stopped ||= error.halts ?? true;
      }
    }
  };
  const add = async (files) => {
    if (work) return isnad.report(isnad.say("ALREADY_ADDING"));
    report.replaceChildren();
    edition += 1;
    const wanted = files.filter((each) => !isIgnored(each));
    const good = wanted.filter((each) => !(each.fault ?? fault(each)));
    wanted.filter((each) => !good.includes(each)).forEach((each) => fail(each.name, each.fault ?? fault(each)));
    if (!good.length) return showProgress(wanted.length ? "ALL_READ" : "NO_FILES", counts(), 1);
    work = { total: good.length, done: 0, stopped: false, defaults: { ...defaults } };
    showProgress("SENDING", { done: 0, total: work.total }, 0);
    await sendAll(batches(good));
    const { total, done } = work;
    work = null;
    done < total ? showProgress("STOPPED_ADDING", { left: total - done, total }, 1) : showProgress("ALL_READ", counts(), 1);
    if (!document.querySelector(".isnad-adding")) isnad.report(isnad.say(line[0], line[1]));
    await isnad.changed();
  };
  const counts = () => ({ types: listed(), ...Object.fromEntries(FATES.map((fate) => [fate, count(fate)])) });

  // Where files come from

  const walk = async (entry) => {
    const name = entry.fullPath.replace(/^\//, "");
    try {
      if (entry.isFile) return [{ name, file: await new Promise((got, lost) => entry.file(got, lost)) }];
      const found = [];
      const reader = entry.createReader();
      for (let some; (some = await new Promise((got, lost) => reader.readEntries(got, lost))).length; ) {
        for (const each of some) found.push(...(await walk(each)));
      }
      return found.length ? found : [{ name, fault: isnad.say("EMPTY_FOLDER") }];
    } catch {
      return [{ name, fault: isnad.say("NOT_WHOLE") }];
    }
  };
  const over = (event) => (event.target.closest?.(".isnad-adding") ? document.getElementById("isnad-drop") : null);
  document.addEventListener("dragover", (event) => {
    if (!document.getElementById("isnad-drop")) return;
    event.preventDefault(); // else the browser would open the file in place of the page
    document.getElementById("isnad-drop").classList.toggle("isnad-over", Boolean(over(event)));
  });
  document.addEventListener("drop", async (event) => {
    if (!document.getElementById("isnad-drop")) return;
    event.preventDefault();
    document.getElementById("isnad-drop").classList.remove("isnad-over");
    if (!over(event)) return;
    const entries = [...event.dataTransfer.items].map((item) => item.webkitGetAsEntry?.()).filter(Boolean);
    const plain = [...event.dataTransfer.files].map((file) => ({ name: file.name, file }));
    const found = entries.length ? (await Promise.all(entries.map(walk))).flat() : plain;
    add(found).catch((error) => isnad.report(error.message));
  });
  document.addEventListener("input", ({ target }) => {
    if (target.closest?.("#isnad-defaults")) {
      defaults[target.name] = target.type === "checkbox" ? target.checked : target.value;
    }
    if (target.closest?.("form.isnad-do-paste")) paste.draft[target.name] = target.value;
  });

  Object.assign(isnad.actions, {
    add: () => isnad.show(view, isnad.openPane),
    choose: async (field) => {
      const files = [...field.files].map((file) => ({ name: file.webkitRelativePath || file.name, file }));
      field.value = "";
      await add(files);
    },
    haltadding: () => {
      if (!work) return;
      work.stopped = true;
      showProgress("STOPPING", {}, line[2]);
    },
    paste: async (form) => {
      const got = await isnad.call("paste", Object.fromEntries(new FormData(form)), isnad.language);
      paste.html = got.html;
      const place = document.getElementById("isnad-paste-report");
      if (place) place.innerHTML = got.html;
      isnad.showMessages(isnad.part("pane-content"));
      if (!got.ok) return;
      paste.draft = {};
      form.reset();
      await isnad.changed();
    },
  });
})();
