// Warns five minutes before a session ends, for want of activity or at its longest, and lets the person stay. Without a
// script the session ends all the same, nothing saved is lost, and the page says so.
"use strict";
(() => {
  const dialog = document.getElementById("session-ends");
  const WARNING = 5 * 60_000;
  const QUIET = 5 * 60_000;
  const SHARED = "session-active";
  const opened = Date.now();
  const idle = Number(dialog.dataset.idle) * 1000;
  const ends = opened + Number(dialog.dataset.rest) * 1000;
  let said = opened;

  // Other windows of the same browser share the session: what is done there counts here.
  const lastActive = () => Math.max(said, Number(localStorage.getItem(SHARED)) || 0);
  const remember = () => {
    said = Date.now();
    localStorage.setItem(SHARED, String(said));
  };

  const stay = async () => {
    const answer = await fetch("/session/stay", {
      method: "POST",
      headers: { "X-CSRF": document.querySelector("meta[name=csrf]").content, "Content-Type": "application/x-www-form-urlencoded" },
    });
    if (!answer.ok) return false;
    remember();
    return true;
  };

  const show = (reason) => {
    for (const text of dialog.querySelectorAll("[data-when]")) text.hidden = text.dataset.when !== reason;
    dialog.querySelector("[data-stay]").hidden = reason !== "idle";
    dialog.querySelector("[data-again]").hidden = reason === "idle";
    if (!dialog.open && dialog.dataset.seen !== reason) dialog.showModal();
    dialog.dataset.seen = reason;
  };

  const look = () => {
    const now = Date.now();
    const idles = lastActive() + idle;
    if (now >= Math.min(idles, ends)) show("over");
    else if (now >= ends - WARNING) show("rest");
    else if (now >= idles - WARNING) show("idle");
    else {
      if (dialog.open) dialog.close();
      delete dialog.dataset.seen;
    }
  };

  // Somebody who types is there: tell the server now and then, since autosave alone does not count as opening a page.
  document.addEventListener("input", () => {
    if (Date.now() - lastActive() > QUIET) {
      remember();
      stay().catch(() => {});
    }
  });
  dialog.querySelector("[data-stay]").addEventListener("click", async () => {
    const done = await stay().catch(() => null);
    if (done) dialog.close();
    else if (done === false) show("over");
    look();
  });

  remember();
  setInterval(look, 1000);
})();
