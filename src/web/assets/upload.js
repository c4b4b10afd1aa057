// Sends a document: a small one at once, a larger one in pieces (tus 1.0.0), so that a line that breaks
// costs one piece and not the file. The pieces grow and shrink to a few seconds each. Without this
// script the plain form does.
"use strict";
(() => {
  const AT_ONCE = 256 * 1024, SMALLEST = 64 * 1024, LARGEST = 4 * 1024 * 1024;
  const SECONDS = 4, SILENCE = 30000, PAUSES = [1, 2, 4, 8, 16, 30];
  const one = (selector, within = document) => within.querySelector(selector);
  const all = (selector, within = document) => [...within.querySelectorAll(selector)];
  const words = one("[data-upload-words]")?.dataset;
  const base64 = (text) => btoa(String.fromCharCode(...new TextEncoder().encode(text)));
  const key = () => [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  // What passes: no connection, a busy server, another piece still under way.
  const passes = (status) => status === 0 || status === 408 || status === 423 || status === 429 || status >= 500;

  // One request. The status is 0 when the line broke, or nothing moved for half a minute.
  const ask = (method, address, headers, { body, sent, begun } = {}) => new Promise((done) => {
    const request = new XMLHttpRequest();
    let silence = 0;
    const moved = () => { clearTimeout(silence); silence = setTimeout(() => request.abort(), SILENCE); };
    request.open(method, address);
    for (const [name, value] of Object.entries(headers)) request.setRequestHeader(name, value);
    request.upload.onprogress = (progress) => { moved(); sent?.(progress.loaded); };
    request.onloadend = () => {
      clearTimeout(silence);
      let problem = {};
      try { problem = JSON.parse(request.responseText); } catch { /* no words */ }
      done({
        status: request.status,
        code: problem.code,
        title: problem.errors?.[0]?.message || problem.title,
        right: problem.details?.offset,
        offset: Number(request.getResponseHeader("upload-offset")),
        place: request.getResponseHeader("location"),
      });
    };
    begun?.(request);
    moved();
    request.send(body);
  });

  // What this person has begun and not finished, on the server; of each kind the page lists its own.
  let unfinished = all("form[data-unfinished]").map(({ dataset: { unfinished: address, kind, name, size, modified, offset } }) =>
    ({ address, kind, name, size: Number(size), modified: Number(modified), offset: Number(offset) }));

  // Uploads under way on this page; it is loaded again when the last one is done.
  let busy = 0;

  // What the reader sees of one upload, and the button that holds it.
  const scene = (form, file) => {
    const bar = one("progress", form), fault = one(".error", form), told = one("[data-told]", form);
    const hold = one("[data-hold]", form), send = one("button[type=submit]", form);
    const state = { held: false, request: null, wake: () => {} };
    bar.hidden = false;
    fault.hidden = true;
    send.disabled = true;
    busy += 1;
    const show = (bytes) => { bar.value = 100 * bytes / file.size; };
    const tell = (text, bytes) => { told.textContent = text.replace("{value}", Math.floor(100 * bytes / file.size)); };
    const over = () => { busy -= 1; hold.hidden = true; tell("", 0); };
    hold.onclick = () => {
      state.held = !state.held;
      hold.textContent = state.held ? words.continue : words.pause;
      state.request?.abort();
      state.wake();
    };
    return {
      state, show, tell,
      mayHold: () => { hold.hidden = false; hold.textContent = words.pause; },
      // The next try, or at once when the line is back or somebody presses the button.
      wait: (tries) => new Promise((resume) => {
        const timer = setTimeout(() => state.wake(), 1000 * PAUSES[Math.min(tries, PAUSES.length - 1)]);
        state.wake = () => { clearTimeout(timer); removeEventListener("online", state.wake); state.wake = () => {}; resume(); };
        addEventListener("online", state.wake);
      }),
      held: () => new Promise((resume) => { state.wake = () => { state.wake = () => {}; resume(); }; }),
      // A photo that waits for its owner's word is not lost with the page.
      done: () => { over(); if (busy === 0 && !one("[data-offer]")) location.reload(); else told.textContent = words.done; },
      refuse: (title) => {
        over();
        bar.hidden = true;
        send.disabled = false;
        one("input[type=file]", form).value = "";
        fault.textContent = title || words.refused;
        fault.hidden = false;
      },
    };
  };

  const csrf = (form) => ({ "x-csrf-token": form.elements.namedItem("csrf").value, accept: "application/json" });

  const atOnce = async (form, file) => {
    const { show, done, refuse } = scene(form, file);
    const answer = await ask("PUT", form.dataset.upload, {
      ...csrf(form),
      "content-type": "application/octet-stream",
      "content-disposition": `attachment; filename*=UTF-8''${encodeURIComponent(file.name)}`,
    }, { body: file, sent: show });
    // Without a connection the plain form says what the browser has to say.
    if (answer.status === 201) done(); else if (answer.status === 0) form.submit(); else refuse(answer.title);
  };

  const inPieces = async (form, file) => {
    const { state, show, tell, mayHold, wait, held, done, refuse } = scene(form, file);
    const kind = form.elements.namedItem("kind").value;
    const headers = { ...csrf(form), "tus-resumable": "1.0.0" };
    let address = null, offset = 0, size = AT_ONCE, tries = 0, begins = 0;

    const isSame = (upload) => upload.kind === kind && upload.name === file.name && upload.size === file.size
      && upload.modified === file.lastModified;
    const still = async () => { tell(words.held, offset); await held(); tell("", 0); };
    const broken = async (why) => {
      if (state.held) { await still(); return; }
      tell(why || words.broken, offset);
      await wait(tries);
      tries += 1;
    };

    // Where the pieces go: to what was begun before with this file, else to a new place. Another file
    // takes the place of an unfinished one.
    const begin = async () => {
      const same = begins === 0 && unfinished.find(isSame);
      begins += 1;
      if (same) { ({ address, offset } = same); return ""; }
      const others = unfinished.filter((upload) => upload.kind === kind);
      unfinished = unfinished.filter((upload) => upload.kind !== kind);
      for (const other of others) await ask("DELETE", other.address, headers);
      const told = `kind ${base64(kind)},filename ${base64(file.name)},modified ${base64(String(file.lastModified))}`;
      const announced = { ...headers, "upload-length": file.size, "upload-metadata": told, "idempotency-key": key() };
      for (;;) {
        const answer = await ask("POST", form.dataset.pieces, announced);
        if (answer.status === 201) {
          address = answer.place;
          offset = 0;
          tries = 0;
          unfinished.push({ address, kind, name: file.name, size: file.size, modified: file.lastModified, offset });
          return "";
        }
        if (!passes(answer.status)) return answer.title || words.refused;
        await broken(answer.title);
      }
    };

    // Asks the server how far it has come; nothing is sent before that is known.
    const progress = async () => {
      const answer = await ask("HEAD", address, headers);
      if (answer.status === 200) { offset = answer.offset; return answer.place ? "done" : "go"; }
      if (answer.status === 404) { address = null; return begins > 1 ? "refused" : "go"; }
      return passes(answer.status) ? "again" : "refused";
    };

    const piece = async () => {
      const body = await file.slice(offset, offset + size).arrayBuffer();
      const begun = performance.now(), from = offset;
      const answer = await ask("PATCH", address, {
        ...headers, "content-type": "application/offset+octet-stream", "upload-offset": offset,
      }, {
        body,
        begun: (request) => { state.request = request; },
        sent: (bytes) => { show(from + bytes); if (from + bytes === file.size) tell(words.checking, 0); },
      });
      state.request = null;
      const seconds = Math.max((performance.now() - begun) / 1000, 0.05);
      const wanted = answer.status === 204 ? body.byteLength * SECONDS / seconds : size / 2;
      size = Math.round(Math.min(Math.max(wanted, SMALLEST, size / 4), LARGEST, size * 2));
      return answer;
    };

    mayHold();
    let isKnown = true;
    for (;;) {
      if (state.held) { await still(); isKnown = false; }
      if (address === null) {
        const title = await begin();
        if (title) { refuse(title); return; }
        isKnown = true;
      }
      if (!isKnown) {
        const found = await progress();
        if (found === "done") { done(); return; }
        if (found === "refused") { refuse(); return; }
        isKnown = found === "go";
        if (found === "again") await broken();
        continue;
      }
      show(offset);
      let answer;
      try { answer = await piece(); } catch { refuse(words.unreadable); return; }
      if (answer.status === 204) {
        offset = answer.offset;
        tries = 0;
        tell("", 0);
        if (answer.place) { done(); return; }
      } else if (answer.code === "upload_offset" && tries < PAUSES.length) {
        offset = answer.right;
        tries += 1;
      } else if (answer.status === 404 || passes(answer.status)) {
        isKnown = false;
        if (answer.status !== 404) await broken(answer.title);
      } else { refuse(answer.title); return; }
    }
  };

  const send = (form, file) => (file.size > AT_ONCE ? inPieces : atOnce)(form, file);
  const made = (tag, properties, ...children) => {
    const element = Object.assign(document.createElement(tag), properties);
    element.append(...children);
    return element;
  };
  const sized = (bytes) => {
    const number = (value, digits) => new Intl.NumberFormat(document.documentElement.lang, { maximumFractionDigits: digits }).format(value);
    return bytes < 1048576 ? `${number(Math.ceil(bytes / 1024), 0)} kB` : `${number(bytes / 1048576, 1)} MB`;
  };

  // ---- A photo that is too large, or not the kind of file that is taken: made smaller here, if its owner wants that ----
  // How is in a file of its own, which is only asked for then.
  const photos = () => import(words.photos);
  const refused = (form, text) => {
    const fault = one(".error", form);
    fault.textContent = text;
    fault.hidden = false;
    one("input[type=file]", form).value = "";
  };
  const tooBig = (form, size) => words.tooBig.replace("{value}", sized(size)).replace("{limit}", form.dataset.limit);
  // A question below the file, with a button that says yes.
  const asked = (form, lead, button, yes) => {
    one("[data-offer]", form)?.remove();
    const go = made("button", { type: "button", textContent: button }), told = made("p", { textContent: lead });
    const box = made("div", { className: "notice amber" }, told, made("div", { className: "actions" }, go));
    box.dataset.offer = "";
    box.setAttribute("role", "status");
    form.append(box);
    go.addEventListener("click", () => yes(box, told, go));
  };
  const offer = (form, file, asPdf) => {
    const most = Number(form.dataset.most) - (asPdf ? 1024 : 0);
    const [lead, button] = asPdf ? [words.pdfLead, words.pdf] : [`${tooBig(form, file.size)} ${words.shrinkLead}`, words.shrink];
    asked(form, lead, button, async (box, told, go) => {
      go.disabled = true;
      const tools = await photos().catch(() => null);
      if (!tools) { go.disabled = false; return; }
      const small = await tools.drawn(file, most).catch(() => null);
      if (!small) { box.remove(); refused(form, `${tooBig(form, file.size)} ${words.scan}`); return; }
      const result = asPdf ? await tools.pdfOf(small) : small.jpeg;
      const address = await new Promise((done) => { const reader = new FileReader(); reader.onload = () => done(reader.result); reader.readAsDataURL(small.jpeg); });
      told.textContent = words.small.replace("{value}", sized(result.size));
      const upload = made("button", { type: "button", textContent: words.send });
      box.replaceChildren(told, made("img", { src: address, alt: file.name, className: "scan" }), made("div", { className: "actions" }, upload));
      upload.addEventListener("click", () => {
        box.remove();
        const name = `${file.name.replace(/\.[^.]*$/, "")}.${asPdf ? "pdf" : "jpg"}`;
        send(form, new File([result], name, { type: result.type, lastModified: file.lastModified }));
      });
      upload.focus();
    });
  };

  // The pages of a PDF, as far as its text tells them without being unpacked; else null.
  const pagesOf = async (file) => {
    if (file.type !== "application/pdf") return null;
    const text = new TextDecoder("latin1").decode(await file.arrayBuffer());
    const first = text.match(/\/Linearized[^>]*?\/N\s+(\d+)/);
    if (first) return Number(first[1]);
    const own = text.match(/\/Type\s*\/Page(?![A-Za-z])/g)?.length ?? 0;
    return own || Math.max(0, ...[...text.matchAll(/\/Count\s+(\d+)/g)].map((found) => Number(found[1]))) || null;
  };
  // Of a document with so many pages, any other number is asked about before it is sent.
  const sendPages = async (form, file) => {
    const [least, most] = (form.dataset.pages ?? "").split("-").map(Number);
    busy += 1;
    const pages = most ? await pagesOf(file).catch(() => null) : null;
    busy -= 1;
    if (pages === null || (pages >= least && pages <= most)) { send(form, file); return; }
    const lead = words.pages.replace("{value}", pages).replace("{limit}", `${least}–${most}`);
    asked(form, lead, words.send, (box) => { box.remove(); send(form, file); });
  };

  // What was chosen is sent at once, unless it cannot be taken as it is.
  const chosen = (form, file) => {
    const accept = form.dataset.accept.split(","), isPhoto = /^image\//.test(file.type);
    one(".error", form).hidden = true;
    one("[data-offer]", form)?.remove();
    if (isPhoto && !accept.includes(file.type)) offer(form, file, !accept.includes("image/jpeg"));
    else if (file.size <= Number(form.dataset.most)) sendPages(form, file);
    else if (isPhoto) offer(form, file, false);
    else refused(form, `${tooBig(form, file.size)} ${words.scan}`);
  };

  const forms = all("form[data-upload]");
  forms.forEach((form) => {
    const input = one("input[type=file]", form);
    form.dataset.accept = input.accept;
    // A photo of a paper can be made the PDF that is asked for.
    input.accept = `${input.accept},image/*`;
    one("button[type=submit]", form).hidden = true;
    one("[data-starts]", form).hidden = false;
    input.addEventListener("change", () => { if (input.files[0]) chosen(form, input.files[0]); });
    form.addEventListener("submit", (event) => {
      const file = input.files[0];
      if (!file) return;
      event.preventDefault();
      chosen(form, file);
    });
  });

  // ---- Many files at once: each with a guess of which document it is ----
  const drop = one("[data-drop]");
  if (!drop || forms.length === 0) return;
  drop.hidden = false;
  const many = one("input", drop), list = one("[data-dropped]", drop), actions = one(".actions", drop);
  const parts = (text) => text.toLowerCase().match(/[a-z]+|\d+/g) ?? [];
  const guess = (name, taken) => {
    const said = new Set(parts(name));
    const score = (form) => {
      const own = [...new Set(parts(`${form.dataset.name} ${form.dataset.upload.split("/").pop()}`))];
      return own.filter((part) => part.length > 1 && said.has(part)).reduce((sum, part) => sum + part.length, 0) - own.length / 100;
    };
    const best = forms.filter((form) => !taken.includes(form)).map((form) => [score(form), form]).sort(([first], [second]) => second - first)[0];
    return best && best[0] > 1 ? best[1] : null;
  };
  let rows = [];
  const take = (files) => {
    const taken = rows.map(({ select }) => forms[select.value]);
    for (const file of files) {
      const form = guess(file.name, taken), id = `many-${rows.length}`;
      if (form) taken.push(form);
      const select = made("select", { id }, new Option(words.skip, ""), ...forms.map((one, at) => new Option(one.dataset.name, at, false, one === form)));
      list.append(made("li", {}, made("label", { htmlFor: id, textContent: `${file.name} (${sized(file.size)}): ${words.kind}` }), select));
      rows.push({ file, select });
    }
    actions.hidden = rows.length === 0;
  };
  many.addEventListener("change", () => { take(many.files); many.value = ""; });
  drop.addEventListener("dragover", (event) => event.preventDefault());
  drop.addEventListener("drop", (event) => { event.preventDefault(); take(event.dataTransfer.files); });
  one("[data-send-all]", drop).addEventListener("click", () => {
    const sent = rows.filter(({ select }) => select.value !== "");
    rows = [];
    list.replaceChildren();
    actions.hidden = true;
    for (const { file, select } of sent) {
      const form = forms[select.value];
      form.closest("details")?.setAttribute("open", "");
      chosen(form, file);
    }
  });
})();
