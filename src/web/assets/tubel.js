// What makes the pages nicer: focus on errors, countdown, autosave. Every page
// works without it. It asks no other host and writes no HTML but what this server sent.
"use strict";
(() => {
  const language = document.documentElement.lang;
  const one = (selector, within = document) => within.querySelector(selector);
  const all = (selector, within = document) => [...within.querySelectorAll(selector)];

  // The summary of errors is read first.
  one("[data-focus]")?.focus();

  // Time left, in the two largest units, told anew twice a minute.
  const unit = (count, name) =>
    new Intl.NumberFormat(language, { style: "unit", unit: name, unitDisplay: "long" }).format(count);
  const tell = (seconds) => {
    const days = Math.floor(seconds / 86400), hours = Math.floor(seconds / 3600) % 24, minutes = Math.floor(seconds / 60) % 60;
    return days > 0 ? `${unit(days, "day")} ${unit(hours, "hour")}` : `${unit(hours, "hour")} ${unit(minutes, "minute")}`;
  };
  const countdown = () => all("[data-until]").forEach((place) => {
    const seconds = Math.floor((Date.parse(place.dataset.until) - Date.now()) / 1000);
    if (seconds > 0) place.textContent = tell(seconds);
  });
  if (one("[data-until]")) setInterval(countdown, 30000);

  all("[data-print]").forEach((button) => {
    button.hidden = false;
    button.addEventListener("click", () => window.print());
  });

  // What is typed lies in this browser until the server has it.
  const copies = {
    key: (id) => `tubel-draft-${id}`,
    read: (id) => { try { return localStorage.getItem(copies.key(id)); } catch { return null; } },
    write: (id, text) => { try { localStorage.setItem(copies.key(id), text); } catch { /* full or off */ } },
    drop: (id) => { try { localStorage.removeItem(copies.key(id)); } catch { /* off */ } },
  };
  all("[data-sign-out]").forEach((form) => form.addEventListener("submit", () => {
    try { Object.keys(localStorage).filter((key) => key.startsWith("tubel-")).forEach((key) => localStorage.removeItem(key)); } catch { /* off */ }
  }));

  all("form[data-autosave]").forEach((form) => {
    const id = form.dataset.autosave, state = one("[data-state]", form), version = form.elements.namedItem("version");
    let timer = 0, running = false, again = false, stopped = false;
    const typed = () => {
      const values = new URLSearchParams(new FormData(form));
      values.delete("csrf");
      values.delete("version");
      return values.toString();
    };
    let saved = typed();

    const say = (name, more = "") => { state.textContent = state.dataset[name] + (more ? ` ${more}` : ""); };
    const standing = async () => {
      if (!form.dataset.standing) return;
      const answer = await fetch(form.dataset.standing, { headers: { accept: "text/html" } });
      if (answer.ok) one("[data-standing-place]").innerHTML = await answer.text();
    };
    const save = async () => {
      if (running) { again = true; return; }
      const text = typed();
      if (text === saved || stopped) return;
      running = true;
      say("saving");
      try {
        const answer = await fetch(form.action, {
          method: "PUT",
          headers: {
            accept: "application/json",
            "content-type": "application/x-www-form-urlencoded",
            "if-match": `"v${version.value}"`,
            "x-csrf-token": form.elements.namedItem("csrf").value,
          },
          body: text,
        });
        if (answer.ok) {
          const { version: next, saved_at: at } = await answer.json();
          version.value = next;
          saved = text;
          if (typed() === saved) copies.drop(id);
          say("saved", at);
          await standing().catch(() => {});
        } else if (answer.status === 412) { stopped = true; say("stale"); }
        else if (answer.status === 401 || answer.status === 403) { say("ended"); }
        else if (answer.status === 409 || answer.status === 422) { say("refused"); }
        else { say("waiting"); later(10000); }
      } catch { say("waiting"); later(10000); }
      running = false;
      if (again) { again = false; later(500); }
    };
    const later = (wait) => { clearTimeout(timer); timer = setTimeout(save, wait); };

    form.addEventListener("input", () => { copies.write(id, typed()); later(1500); });
    form.addEventListener("submit", () => { clearTimeout(timer); stopped = true; });
    window.addEventListener("online", () => later(100));

    // A copy that never reached the server, from a lost session or a crash.
    const copy = copies.read(id), offer = one("[data-recovered]", form);
    if (copy !== null && copy !== saved && !one("#errors")) {
      offer.hidden = false;
      one("[data-recover]", offer).addEventListener("click", () => {
        for (const [name, value] of new URLSearchParams(copy)) {
          const control = form.elements.namedItem(name);
          if (control && "value" in control) control.value = value;
        }
        offer.hidden = true;
        form.dispatchEvent(new Event("input"));
        later(100);
      });
      one("[data-forget]", offer).addEventListener("click", () => { copies.drop(id); offer.hidden = true; });
    } else if (copy === saved) copies.drop(id);
  });

  // What was handed in is on the server for good.
  all("[data-forget-copy]").forEach((place) => copies.drop(place.dataset.forgetCopy));

  // Words written, where there is a limit.
  all("textarea[data-words]").forEach((area) => {
    const place = document.createElement("p");
    place.className = "hint";
    area.after(place);
    const count = () => { place.textContent = `${(area.value.match(/\S+/g) || []).length} / ${area.dataset.words}`; };
    area.addEventListener("input", count);
    count();
  });
})();
