// Nothing typed is lost: what stands in a form is kept in this browser until the server has it; the
// forms that save by themselves do it here; whatever sends a form waits for the save under way.
// Every page works without it.
"use strict";
(() => {
  const one = (selector, within = document) => within.querySelector(selector);
  const all = (selector, within = document) => [...within.querySelectorAll(selector)];
  const holder = one("#draft-words");
  if (!holder) return;
  const words = holder.dataset, owner = words.owner;
  const PLUMBING = ["csrf", "version", "key", "then", "sent-copy"], MOST_KEPT_ALIVE = 60000;
  const time = (at) => new Intl.DateTimeFormat(document.documentElement.lang, { dateStyle: "long", timeStyle: "short" }).format(at);

  // A browser ignores a form that is sent while it is still telling of the first time.
  const sendAgain = (form, submitter) => setTimeout(() => form.requestSubmit(submitter ?? undefined));

  // Copies: one for each form and each time its page was opened, so that none is ever written over by
  // another. Each carries whose it is, the version it came from and when it was typed.
  const mark = Math.random().toString(36).slice(2, 10);
  const prefix = (id) => `tubel-draft-${id}`;
  const parse = (key) => {
    const text = localStorage.getItem(key);
    try {
      const copy = JSON.parse(text);
      if (typeof copy?.text === "string") return { ...copy, key };
    } catch { /* kept before copies carried a version */ }
    return { key, owner, text, version: "0", at: null, path: "" };
  };
  const copies = {
    key: (id) => `${prefix(id)}~${mark}`,
    every: () => {
      try {
        const found = Object.keys(localStorage).filter((key) => key.startsWith("tubel-draft-")).map(parse);
        return found.filter((copy) => copy.owner === owner).sort((one, other) => (other.at ?? 0) - (one.at ?? 0));
      } catch { return []; }
    },
    of: (id) => copies.every().filter(({ key }) => key === prefix(id) || key.startsWith(`${prefix(id)}~`)),
    write: (key, copy) => {
      const where = { path: location.pathname + location.search, title: document.title };
      try { localStorage.setItem(key, JSON.stringify({ owner, at: Date.now(), ...where, ...copy })); return true; } catch { return false; }
    },
    drop: (key) => { try { localStorage.removeItem(key); } catch { /* off */ } },
  };

  // What a form says, as text; `clean`: what the server sent, whatever the browser has put back since.
  const values = (form, clean = false) => {
    let of = form;
    if (clean) {
      of = form.cloneNode(true);
      of.reset();
    }
    const found = new URLSearchParams();
    for (const [name, value] of new FormData(of)) {
      if (typeof value === "string" && !PLUMBING.includes(name)) found.append(name, value);
    }
    // A date half typed has no value: it is not taken for an emptied one.
    [...form.elements].filter((control) => !clean && control.validity?.badInput).forEach((control) => found.delete(control.name));
    return found;
  };
  // The server writes some things in another way: `3,25` and `3.25`, `150.000.000` and `150000000`.
  const fold = (value) => {
    const text = value.replace(/\r\n?/g, "\n").trim();
    if (/^\d+[.,]\d{1,2}$/.test(text)) return String(Number(text.replace(",", ".")));
    if (/^(Rp\s*)?\d[\d\s.,]*$/.test(text)) return text.replace(/\D/g, "");
    return text.length < 200 ? text.replace(/\s*,\s*/g, ",") : text;
  };
  const said = (text, name) => fold(text.getAll(name).join(","));
  // Names of what differs. Of a row that one side does not have, an untouched choice says nothing.
  const differing = (copy, there) => [...new Set([...copy.keys(), ...there.keys()])].filter((name) =>
    said(copy, name) !== said(there, name) && !(name.endsWith(".month") && (!copy.has(name) || !there.has(name))));

  const fill = (form, text) => {
    all("input[type=radio], input[type=checkbox]", form).forEach((box) => { box.checked = text.getAll(box.name).includes(box.value); });
    for (const name of new Set(text.keys())) {
      const control = form.elements.namedItem(name), value = text.get(name);
      if (!control) {
        form.append(Object.assign(document.createElement("input"), { type: "hidden", name, value }));
      } else if (control instanceof Element && !["radio", "checkbox", "file"].includes(control.type)) {
        control.value = value;
        if (control.tagName === "SELECT" && control.value !== value) control.add(new Option(value, value, false, true));
      }
    }
    form.dispatchEvent(new Event("input", { bubbles: true }));
  };

  // Marks fields as not saved, with what is wrong.
  const placeOf = (control) => control?.closest(".field, fieldset");
  const markAll = (form, faults) => {
    all("[aria-invalid]", form).forEach((control) => {
      control.removeAttribute("aria-invalid");
      placeOf(control)?.classList.remove("wrong");
      all(".error", placeOf(control)).forEach((line) => line.remove());
    });
    faults.forEach(({ field, message }) => {
      const named = form.elements.namedItem(field), control = named instanceof RadioNodeList ? named[0] : named, place = placeOf(control);
      if (!place || control.hasAttribute("aria-invalid")) return;
      const id = `${control.id}-error`, told = (control.getAttribute("aria-describedby") ?? "").split(" ").filter((part) => part && part !== id);
      control.before(Object.assign(document.createElement("p"), { className: "error", id, textContent: message }));
      control.setAttribute("aria-invalid", "true");
      control.setAttribute("aria-describedby", [...told, id].join(" "));
      place.classList.add("wrong");
    });
  };

  // Offers the copies that wait, one after the other; `take` brings one in.
  const offer = (form, waiting, take) => {
    const [copy, ...others] = waiting;
    if (!copy) return;
    const notice = holder.content.querySelector("[data-recovered]").cloneNode(true);
    const version = form.elements.namedItem("version")?.value, isOlder = version !== undefined && copy.version !== version;
    one("[data-at]", notice).textContent = copy.at ? time(copy.at) : "";
    one("[data-older]", notice).hidden = !isOlder;
    one("[data-recover]", notice).addEventListener("click", () => { notice.remove(); take(copy, isOlder); if (!isOlder) offer(form, others, take); });
    one("[data-forget]", notice).addEventListener("click", () => { copies.drop(copy.key); notice.remove(); offer(form, others, take); });
    form.prepend(notice);
    // On a phone the score sheet stands far below the proposal.
    if ("sheet" in form.dataset) notice.scrollIntoView({ block: "center" });
  };

  // What every form's keeping begins with: which copies wait, and which is this page's own.
  const begin = (form, id, served, isHeld) => {
    const own = { key: copies.key(id) };
    const waiting = copies.of(id).filter((copy) => {
      const names = differing(new URLSearchParams(copy.text), served);
      if (names.length > 0) return true;
      // The page shows it already: as saved, or as what came back and is not.
      if (isHeld) own.key = copy.key; else copies.drop(copy.key);
      return false;
    });
    return { own, waiting };
  };

  // ---- Forms that save by themselves ----
  const drafts = [];
  const autosave = (form) => {
    const id = form.dataset.autosave, state = one("[data-state]", form);
    const version = form.elements.namedItem("version"), csrf = form.elements.namedItem("csrf");
    // `held`: the page shows what the server does not have, beside what it has; only a press of the button saves it.
    const held = form.dataset.unsaved === "all", part = form.dataset.unsaved === "some";
    const typed = () => values(form).toString();
    const served = values(form, true);
    let timer = 0, running = null, stopped = held, faults = [], saved = held ? "" : served.toString(), unanswered = "";
    const { own, waiting } = begin(form, id, served, held || part);

    const say = (name, more = "") => {
      state.textContent = (state.dataset[name] ?? words[name]) + (more ? ` ${more}` : "");
      if (name === "ended") {
        const link = Object.assign(document.createElement("a"), { href: `/sign-in?next=${encodeURIComponent(location.pathname)}`, textContent: words.signIn });
        state.append(" ", link);
      }
    };
    const keepCopy = () => {
      const isKept = copies.write(own.key, { text: typed(), version: version.value, faults });
      if (!isKept) say("unkept");
      return isKept;
    };
    const bad = () => [...form.elements].filter((control) => control.validity?.badInput);
    const isDirty = () => !held && (typed() !== saved || bad().some((control) => !control.hasAttribute("aria-invalid")));
    const later = (wait) => { clearTimeout(timer); timer = setTimeout(save, wait); };

    const standing = async () => {
      if (!form.dataset.standing) return;
      const answer = await fetch(form.dataset.standing, { headers: { accept: "text/html" } });
      if (answer.ok && !answer.redirected) one("[data-standing-place]").innerHTML = await answer.text();
    };
    // What the server has now; null when nobody is signed in, or the form is not there any more.
    const look = async () => {
      const answer = await fetch(location.pathname, { headers: { accept: "text/html" } });
      if (!answer.ok || answer.redirected) return null;
      const there = one(`form[data-autosave="${CSS.escape(id)}"]`, new DOMParser().parseFromString(await answer.text(), "text/html"));
      return there && { text: values(there), version: there.elements.namedItem("version").value, csrf: there.elements.namedItem("csrf").value };
    };
    // A save whose answer was lost: every field there stands as this page knew it or as this page sent it.
    const isOurs = (there, sent) => {
      const before = new URLSearchParams(saved), now = new URLSearchParams(sent);
      return differing(now, there.text).every((name) => said(before, name) === said(there.text, name));
    };

    const put = (text) => fetch(form.getAttribute("action"), {
      method: "PUT",
      // Goes on when the page is left meanwhile; browsers do that for small ones only.
      keepalive: text.length < MOST_KEPT_ALIVE,
      signal: AbortSignal.timeout(30000),
      headers: {
        accept: "application/json",
        "content-type": "application/x-www-form-urlencoded",
        "if-match": `"v${version.value}"`,
        "x-csrf-token": csrf.value,
      },
      body: text,
    });
    const taken = async (answer, text) => {
      const body = await answer.json();
      version.value = body.version;
      saved = text;
      unanswered = "";
      const incomplete = bad().map((control) => ({ field: control.name, message: words.incomplete }));
      faults = [...body.unsaved, ...incomplete];
      markAll(form, faults);
      if (faults.length === 0) one("#errors")?.remove();
      if (typed() === saved && faults.length === 0) copies.drop(own.key); else keepCopy();
      say(faults.length > 0 ? "except" : "saved", body.saved_at);
      standing().catch(() => {});
      return true;
    };
    // True when the server has all of what stands here, or all that is sound of it.
    const send = async (again = true) => {
      const text = typed();
      if (stopped) return false;
      if (!isDirty()) return true;
      say("saving");
      const before = unanswered || text;
      try {
        unanswered = text;
        const answer = await put(text);
        if (answer.ok) return await taken(answer, text);
        if (answer.status === 412) {
          const there = await look();
          if (again && there && [before, text].some((one) => isOurs(there, one))) {
            ({ version: version.value, csrf: csrf.value } = there);
            saved = there.text.toString();
            return await send(false);
          }
          stopped = true;
          say("stale");
        } else if (answer.status === 403 && again) {
          const there = await look();
          if (there && there.csrf !== csrf.value) { csrf.value = there.csrf; return await send(false); }
          say(there ? "refused" : "ended");
        } else if (answer.status === 401 || answer.status === 403) {
          say("ended");
        } else if (answer.status < 500 && answer.status !== 408 && answer.status !== 429) {
          const problem = await answer.json().catch(() => ({}));
          say("refused", problem.title);
          markAll(form, problem.errors ?? []);
        } else { say("waiting"); later(10000); }
      } catch { if (keepCopy()) say("waiting"); later(10000); }
      return false;
    };
    const save = () => {
      clearTimeout(timer);
      running ??= send().then((done) => {
        running = null;
        if (done && isDirty()) later(500);
        return done;
      });
      return running;
    };
    // Waits for the save under way, then sends what was typed since.
    const flush = async () => { clearTimeout(timer); if (running) await running; return save(); };

    form.setAttribute("autocomplete", "off");
    form.addEventListener("input", () => { keepCopy(); if (!stopped) later(1500); });
    let passes = false;
    form.addEventListener("submit", async (event) => {
      if (passes) return;
      event.preventDefault();
      clearTimeout(timer);
      const done = await flush();
      // What another wrote meanwhile is shown beside this by the server; else the text stays here until it is taken.
      if (!done && !stopped) return;
      passes = true;
      keepCopy();
      sendAgain(form, event.submitter);
    });
    addEventListener("online", () => later(100));
    addEventListener("pageshow", (event) => { if (event.persisted) { passes = false; later(100); } });
    document.addEventListener("visibilitychange", () => {
      if (document.visibilityState === "hidden") { if (isDirty()) save(); } else later(300);
    });
    addEventListener("pagehide", () => { if (isDirty()) { keepCopy(); save(); } });

    if (part) faults = all("[aria-invalid]", form).map((control) => ({ field: control.name, message: one(".error", placeOf(control))?.textContent ?? "" }));
    if (held || part) keepCopy();
    if (held) say("held");
    // What could not be saved stands here again with its mark, when nothing else has changed.
    const same = waiting.findIndex((copy) => copy.version === version.value && copy.faults?.length > 0
      && differing(new URLSearchParams(copy.text), served).every((name) => copy.faults.some(({ field }) => field === name)));
    if (!held && !part && same >= 0) {
      const [copy] = waiting.splice(same, 1);
      ({ key: own.key } = copy);
      ({ faults } = copy);
      fill(form, new URLSearchParams(copy.text));
      clearTimeout(timer);
      saved = typed();
      markAll(form, faults);
      say("except");
    }
    if (!held) {
      offer(form, waiting, (copy, isOlder) => {
        fill(form, new URLSearchParams(copy.text));
        clearTimeout(timer);
        if (!isOlder) { copies.drop(copy.key); keepCopy(); later(100); return; }
        // The server shows both.
        copies.drop(own.key);
        own.key = copy.key;
        version.value = copy.version;
        stopped = true;
        HTMLFormElement.prototype.submit.call(form);
      });
    }
    drafts.push({ isDirty: () => !stopped && (isDirty() || running !== null), flush });
  };
  all("form[data-autosave]").forEach(autosave);

  // Whatever else leaves this page waits for the save, a few seconds at most; the copy stays if it fails.
  const waits = () => drafts.some((draft) => draft.isDirty());
  const flushAll = () => Promise.race([
    Promise.all(drafts.map((draft) => draft.flush())),
    new Promise((done) => { setTimeout(done, 5000); }),
  ]).catch(() => {});
  document.addEventListener("click", (event) => {
    const link = event.target.closest?.("a[href]");
    if (!link || event.defaultPrevented || event.button !== 0 || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
    if ((link.target && link.target !== "_self") || link.origin !== location.origin) return;
    if (link.pathname === location.pathname && link.hash) return;
    if (!waits()) return;
    event.preventDefault();
    flushAll().then(() => { location.href = link.href; });
  });
  const sent = new WeakSet();
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (event.defaultPrevented || sent.has(form) || "autosave" in form.dataset || !waits()) return;
    event.preventDefault();
    flushAll().then(() => { sent.add(form); sendAgain(form, event.submitter); });
  });

  // ---- All other forms with something to write: a copy until the server has taken it ----
  const taken = /^#taken-([a-z0-9]+)(?::(.*))?$/.exec(location.hash);
  if (taken) {
    copies.every().filter((copy) => copy.sent === taken[1]).forEach((copy) => copies.drop(copy.key));
    history.replaceState(history.state, "", location.pathname + location.search + (taken[2] ? `#${taken[2]}` : ""));
    document.getElementById(taken[2] ?? "")?.scrollIntoView();
  }
  const writes = "textarea, input:not([type]), input[type=text], input[type=date], input[type=email]";
  const secret = "input[type=password], input[autocomplete=one-time-code]";
  const seen = new Map();
  all("main form[method=post]").filter((form) => !("autosave" in form.dataset) && one(writes, form) && !one(secret, form)).forEach((form) => {
    const action = form.getAttribute("action"), count = seen.get(action) ?? 0;
    seen.set(action, count + 1);
    const id = count > 0 ? `${action}!${count}` : action, served = values(form, true), version = form.elements.namedItem("version");
    const { own, waiting } = begin(form, id, served, one("#errors") !== null);
    const keepCopy = (more = {}) => copies.write(own.key, { text: values(form).toString(), version: version?.value, ...more });
    form.addEventListener("input", () => keepCopy());
    form.addEventListener("submit", () => {
      if (form.enctype === "multipart/form-data") { keepCopy({ sent: mark }); form.action = `${action}?sent-copy=${mark}`; return; }
      if (!form.elements.namedItem("sent-copy")) form.append(Object.assign(document.createElement("input"), { type: "hidden", name: "sent-copy", value: mark }));
      keepCopy({ sent: mark });
    });
    offer(form, waiting, (copy) => {
      fill(form, new URLSearchParams(copy.text));
      copies.drop(own.key);
      own.key = copy.key;
      // From an older version: saving shows both.
      if (version && copy.version !== undefined) version.value = copy.version;
      keepCopy();
    });
  });

  // ---- A page that hands in what was written elsewhere knows of what did not reach the server ----
  all("[data-unsent-copy]").forEach((notice) => {
    const { unsentCopy: id, form: page } = notice.dataset, form = one("form[data-held]");
    let isAnswered = false;
    // Where nothing can be written any more, the text itself is shown.
    const show = (waiting) => {
      if (one("[data-way]", notice) || one(".actions", notice)) return;
      const place = Object.assign(document.createElement("div"), { className: "text" });
      place.dataset.way = "";
      place.textContent = waiting.map(({ text }) => [...new URLSearchParams(text)].map(([, value]) => value).filter((value) => value.length > 3).join("\n\n")).join("\n\n");
      notice.append(place);
    };
    const unsent = async () => {
      const waiting = copies.of(id);
      if (waiting.length === 0) return [];
      const answer = await fetch(page, { headers: { accept: "text/html" } });
      const there = answer.ok && !answer.redirected
        && one(`form[data-autosave="${CSS.escape(id)}"]`, new DOMParser().parseFromString(await answer.text(), "text/html"));
      if (!there) { show(waiting); return waiting; }
      return waiting.filter((copy) => {
        const isThere = differing(new URLSearchParams(copy.text), values(there)).length === 0;
        if (isThere) copies.drop(copy.key);
        return !isThere;
      });
    };
    const tell = async () => {
      const waiting = await unsent().catch(() => copies.of(id));
      notice.hidden = waiting.length === 0;
      if (waiting[0]?.at) one("[data-at]", notice).textContent = time(waiting[0].at);
      return waiting.length > 0;
    };
    tell().then((found) => { if (found) setTimeout(tell, 2000); });
    one("[data-without]", notice)?.addEventListener("click", () => {
      copies.of(id).forEach((copy) => copies.drop(copy.key));
      isAnswered = true;
      notice.hidden = true;
      form?.querySelector("button[type=submit]")?.focus();
    });
    form?.addEventListener("submit", async (event) => {
      if (isAnswered) return;
      event.preventDefault();
      if (await tell()) { notice.scrollIntoView({ block: "center" }); one("a", notice).focus(); return; }
      isAnswered = true;
      sendAgain(form, event.submitter);
    });
  });

  // What was handed in is on the server for good.
  all("[data-forget-copy]").forEach((place) => copies.of(place.dataset.forgetCopy).forEach((copy) => copies.drop(copy.key)));

  // Signing out takes all copies away; one that never reached the server is asked about first.
  all("[data-sign-out]").forEach((form) => {
    let isAnswered = false;
    form.addEventListener("submit", (event) => {
      // What can still be saved is saved first.
      if (event.defaultPrevented || (waits() && !sent.has(form))) return;
      const waiting = copies.every(), older = one("[data-leaving]");
      if (waiting.length === 0 || isAnswered) {
        try { Object.keys(localStorage).filter((key) => key.startsWith("tubel-")).forEach((key) => localStorage.removeItem(key)); } catch { /* off */ }
        return;
      }
      event.preventDefault();
      older?.remove();
      const notice = holder.content.querySelector("[data-leaving]").cloneNode(true), list = one("ul", notice);
      waiting.forEach((copy) => {
        const line = document.createElement("li"), link = document.createElement("a");
        Object.assign(link, { href: copy.path || location.pathname, textContent: copy.title || copy.path || location.pathname });
        line.append(link, copy.at ? ` ${time(copy.at)}` : "");
        list.append(line);
      });
      one("button", notice).addEventListener("click", () => { isAnswered = true; form.requestSubmit(); });
      one("main").prepend(notice);
      notice.focus();
    });
  });
})();
