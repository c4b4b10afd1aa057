// Pages of a PDF in place: drawn by the server, fetched when they are opened and come into sight.
"use strict";
document.querySelectorAll("details[data-leaves]").forEach((place) => {
  const { leaves, alt, name } = place.dataset, wait = place.querySelector("[data-wait]"), fault = place.querySelector(".error");
  const picture = (number, pages, source) => {
    const leaf = Object.assign(new Image(1000, 1414), { alt: `${alt} ${number} / ${pages}, ${name}`, loading: "lazy" });
    leaf.addEventListener("error", () => { fault.hidden = false; });
    leaf.src = source;
    place.append(leaf);
  };
  const address = (blob) => new Promise((done, failed) => {
    const reader = new FileReader();
    reader.onload = () => done(reader.result);
    reader.onerror = failed;
    reader.readAsDataURL(blob);
  });
  const open = async () => {
    if (!place.open || place.dataset.opened) return;
    place.dataset.opened = "yes";
    fault.hidden = true;
    wait.hidden = false;
    try {
      // The first tells how many there are, so it is not left to the browser.
      const answer = await fetch(`${leaves}1`);
      if (!answer.ok) throw answer;
      const pages = Number(answer.headers.get("x-pages"));
      picture(1, pages, await address(await answer.blob()));
      for (let number = 2; number <= pages; number += 1) picture(number, pages, leaves + number);
    } catch {
      fault.hidden = false;
      delete place.dataset.opened;
    }
    wait.hidden = true;
  };
  place.addEventListener("toggle", open);
  if (place.open) open();
});
