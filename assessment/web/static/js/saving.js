// What the pages cannot do without a script: say that an answer did not reach the server, try again, count progress,
// add up shares, copy the private link. Everything else is htmx attributes, and all of it works without scripts too.
"use strict";
(() => {
  const waiting = new Set();
  const failed = new Set();
  const status = () => document.getElementById("save-status");
  const saver = (event) => event.detail.ctx.sourceElement.closest("[data-saves]");

  const showUnreachable = (element) => {
    const note = document.getElementById("not-saved").content.cloneNode(true);
    const word = note.querySelector("[data-status]");
    status().replaceChildren(word);
    document.getElementById(element.id ? `${element.id}-unsaved` : element.querySelector(".unsaved").id).replaceChildren(note);
  };

  const countAnswer = (element) => {
    if (!("counted" in element.dataset) || "done" in element.dataset) return;
    element.dataset.done = "";
    document.querySelector("#gauge progress").value += 1;
    for (const count of document.querySelectorAll("#gauge [data-answered], .steps [aria-current] [data-answered]"))
      count.textContent = String(Number(count.textContent) + 1);
  };

  document.addEventListener("htmx:config:request", (event) => {
    const { request } = event.detail.ctx;
    request.headers["X-CSRF"] = document.querySelector("meta[name=csrf]").content;
    request.headers["X-UTC-Offset"] = String(-new Date().getTimezoneOffset());
    request.keepalive = true;
    waiting.add(saver(event));
  });
  // An answer that waited for the one before it goes out with what the page has seen since.
  document.addEventListener("htmx:before:request", (event) => {
    const { body } = event.detail.ctx.request;
    for (const seen of saver(event).querySelectorAll("input[name^=seen-]")) body.set(seen.name, seen.value);
  });
  document.addEventListener("htmx:after:request", (event) => {
    const element = saver(event);
    if (event.detail.ctx.response.status < 400) {
      failed.delete(element);
      element.querySelector(".unsaved").replaceChildren();
      countAnswer(element);
    } else {
      failed.add(element);
    }
  });
  document.addEventListener("htmx:error", (event) => {
    const element = saver(event);
    failed.add(element);
    showUnreachable(element);
  });
  document.addEventListener("htmx:finally:request", (event) => {
    waiting.delete(saver(event));
    setTimeout(sendHeld);
  });

  document.addEventListener("click", async (event) => {
    const retry = event.target.closest("[data-retry]");
    if (retry) retry.closest("[data-saves]").dispatchEvent(new Event("change", { bubbles: true }));
    const copy = event.target.closest("[data-copy]");
    if (copy) {
      await navigator.clipboard.writeText(document.getElementById(copy.dataset.copy).textContent.trim());
      copy.textContent = copy.dataset.done;
    }
  });
  if (navigator.clipboard) for (const button of document.querySelectorAll("[data-copy]")) button.hidden = false;

  // A page sent while an answer is on its way would meet that answer as somebody else's: it waits for it.
  let sending = false, held = null;
  const sendHeld = () => {
    if (!held || waiting.size) return;
    const { form, button } = held;
    held = null;
    form.requestSubmit(button);
  };
  document.addEventListener("submit", (event) => {
    if (waiting.size) {
      event.preventDefault();
      held = { form: event.target, button: event.submitter };
    } else sending = true;
  });
  window.addEventListener("beforeunload", (event) => {
    if (!sending && (waiting.size || failed.size)) event.preventDefault();
  });

  const addUp = (group) => {
    const read = (input) => Number(input.value.replace(/\s/g, "").replace(",", ".")) || 0;
    const inputs = [...group.querySelectorAll("input")];
    const total = inputs.reduce((sum, input) => sum + read(input), 0);
    const line = group.querySelector("[data-sum]");
    line.hidden = !inputs.some((input) => input.value);
    line.querySelector("output").textContent = total.toLocaleString(document.documentElement.lang, { maximumFractionDigits: 2 });
  };
  for (const group of document.querySelectorAll("[data-sums]")) {
    addUp(group);
    group.addEventListener("input", () => addUp(group));
  }
})();
