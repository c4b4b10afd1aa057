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
      done: () => { over(); if (busy === 0) location.reload(); else told.textContent = words.done; },
      refuse: (title) => {
        over();
        bar.hidden = true;
        send.disabled = false;
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

  all("form[data-upload]").forEach((form) => form.addEventListener("submit", (event) => {
    const file = one("input[type=file]", form).files[0];
    if (!file) return;
    event.preventDefault();
    (file.size > AT_ONCE ? inPieces : atOnce)(form, file);
  }));
})();
