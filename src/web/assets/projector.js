// The projector's view is turned by keys: arrows, page keys of a presenter's remote, Escape to go up.
(() => {
  "use strict";
  const keys = { ArrowRight: "[rel=next]", PageDown: "[rel=next]", ArrowLeft: "[rel=prev]", PageUp: "[rel=prev]", Escape: "[data-up]" };
  document.addEventListener("keydown", (event) => {
    if (event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return;
    const link = keys[event.key] && document.querySelector(keys[event.key]);
    if (link) { event.preventDefault(); link.click(); }
  });
})();
