// Looks for news of a list twice a minute and puts it in place. Without scripts the page has a link that does the same.
// Somebody who is reading or typing in the list is left alone until they are done.
"use strict";

const PAUSE = 30000;

async function look() {
  const list = document.getElementById("list");
  if (document.hidden || list.contains(document.activeElement)) return;
  const answer = await fetch(list.dataset.watch, { credentials: "same-origin", redirect: "manual" });
  if (answer.type === "opaqueredirect") return location.reload();
  if (!answer.ok) return;
  const fresh = new DOMParser().parseFromString(await answer.text(), "text/html");
  const total = document.getElementById("total");
  const news = fresh.getElementById("total").textContent;
  if (total.textContent !== news) total.textContent = news; // read out, for it is a status
  list.replaceChildren(...fresh.getElementById("list").childNodes);
  document.title = fresh.title;
}

setInterval(() => look().catch(() => {}), PAUSE);
document.addEventListener("visibilitychange", () => look().catch(() => {}));
