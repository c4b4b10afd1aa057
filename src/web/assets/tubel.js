// What makes the pages nicer: focus on errors, countdown, words written. Every page
// works without it.
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

  // Words or characters written, where there is a limit. Characters are counted near their limit only, and as the
  // server counts them.
  all("textarea[data-words], textarea[data-most], input[data-most]").forEach((area) => {
    const place = document.createElement("p");
    place.className = "hint";
    area.after(place);
    const { words, most } = area.dataset;
    const count = () => {
      const written = words ? (area.value.match(/\S+/g) || []).length : [...area.value].length;
      place.hidden = !words && written < most * 0.8;
      place.textContent = place.hidden ? "" : `${written} / ${words ?? most}`;
    };
    area.addEventListener("input", count);
    count();
  });
})();
