// The score sheet: a key chooses the score it shows and moves on; the running total.
"use strict";
(() => {
  const form = document.querySelector("form[data-sheet]");
  if (!form) return;
  const criteria = [...form.querySelectorAll("fieldset[data-weight]")];
  const tally = form.querySelector("[data-bar]");
  const chosen = (one) => one.querySelector("input:checked");
  const reason = (one) => one.querySelector("textarea");
  const lacks = (one) => {
    const choice = chosen(one);
    return Boolean(choice) && "reason" in choice.dataset && reason(one).value.trim().length < Math.max(1, Number(form.dataset.least));
  };

  const tell = () => {
    let sum = 0, scored = 0, low = false;
    criteria.forEach((one) => {
      const choice = chosen(one), below = Boolean(choice) && Number(choice.value) < Number(one.dataset.floor || 0);
      one.classList.toggle("low", below);
      one.classList.toggle("lacks", lacks(one));
      low ||= below;
      if (choice) { scored += 1; sum += Number(one.dataset.weight) * Number(choice.value); }
    });
    const verdict = scored < criteria.length ? "open" : low ? "floor" : sum < Number(form.dataset.threshold) ? "below" : "pass";
    const tag = tally.querySelector("[data-verdict]");
    tally.querySelector("[data-scored]").textContent = scored;
    tally.querySelector("[data-sum]").textContent = sum;
    tag.textContent = tag.dataset[verdict];
    tag.className = `tag ${{ open: "grey", pass: "" }[verdict] ?? "amber"}`;
  };
  form.addEventListener("input", tell);
  tell();

  const enter = (one) => (one ? chosen(one) || one.querySelector("input") : form.elements.namedItem("feedback")).focus();
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.altKey || event.metaKey || event.key.length !== 1) return;
    const place = document.activeElement;
    if (place.matches("textarea, select, input:not([type=radio])")) return;
    const one = place.closest("fieldset[data-weight]");
    if (!one) {
      // From anywhere else a digit only leads to the first criterion that has no score.
      if (/^\d$/.test(event.key) && place.matches("body, main, #sheet")) { event.preventDefault(); enter(criteria.find((each) => !chosen(each)) || criteria[0]); }
      return;
    }
    const choice = one.querySelector(`input[data-key="${CSS.escape(event.key)}"]`);
    if (!choice) return;
    event.preventDefault();
    choice.checked = true;
    choice.dispatchEvent(new Event("input", { bubbles: true }));
    if (lacks(one)) reason(one).focus();
    else enter(criteria[criteria.indexOf(one) + 1]);
  });
})();
