// Shows how far something is while the page is open and looked at. Without a script the page loads itself again.
"use strict";
(() => {
  const OFTEN = 2_000, SELDOM = 10_000, A_WHILE = 60_000, LONGEST = 30 * 60_000;
  const opened = Date.now();
  let last = document.querySelector("[data-live]").innerHTML;

  const look = async () => {
    const answer = await fetch(location.pathname, { headers: { Accept: "text/html" } });
    if (!answer.ok) return;
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const shown = document.querySelector("[data-live]"), now = page.querySelector("[data-live]");
    if (!now) return location.replace(location.pathname);
    if (now.innerHTML === last) return;
    last = now.innerHTML;
    shown.querySelector("progress").value = now.querySelector("progress").value;
    shown.querySelector("[role=status]").replaceChildren(...now.querySelector("[role=status]").childNodes);
  };

  // Looking on is no sign of a person: after half an hour the page asks no more, so that the session can end.
  const goOn = async () => {
    const age = Date.now() - opened;
    if (age > LONGEST) return;
    if (!document.hidden) await look().catch(() => {});
    setTimeout(goOn, age < A_WHILE ? OFTEN : SELDOM);
  };
  setTimeout(goOn, OFTEN);
})();
