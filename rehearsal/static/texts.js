// The texting page: several senders, one conversation each with the line.

import { base64, element, get, lines, post, put } from "./api.js";
import { segments } from "./segments.js";
import { Story } from "./story.js";

const by = (id) => document.getElementById(id);
const story = new Story(by("story"));
const messages = new Map(); // sid: message
const senders = ["+15005550006", "+15005550007", "+34600000000"];
const failing = new Map();
let person = senders[0];
let chosen = null;
let seen = 0;

by("add-sender").addEventListener("submit", (event) => {
  event.preventDefault();
  const number = by("new-sender").value.trim();
  if (!senders.includes(number)) senders.push(number);
  by("new-sender").value = "";
  choose(number);
});
by("compose").addEventListener("submit", send);
by("body").addEventListener("keydown", (event) => {
  if (event.key === "Enter" && !event.shiftKey && !event.isComposing) send(event);
});
by("body").addEventListener("input", count);
by("files").addEventListener("change", attached);
by("delivery").addEventListener("change", async ({ target }) => {
  failing.set(person, target.value);
  await put(`texts/senders/${encodeURIComponent(person)}`, { error: Number(target.value) });
});
lines(by("line"));
choose(person);
follow();

function choose(number) {
  person = number;
  by("delivery").value = failing.get(number) || "0";
  by("thread-title").textContent = number;
  draw();
}

async function send(event) {
  event.preventDefault();
  const body = by("body").value;
  const files = [...by("files").files];
  if (!body && !files.length) return;
  const media = await Promise.all(files.map(async (file) => ({ type: file.type || "application/octet-stream", data: await base64(file) })));
  by("body").value = "";
  by("files").value = "";
  attached();
  count();
  try {
    const sent = await post("texts", { from: person, to: by("line").value, body, media });
    await examine(sent.sid);
  } catch (error) {
    by("parts").textContent = error.message;
  }
}

// Asks for news for as long as the page is open.
async function follow() {
  for (;;) {
    const news = await get(`texts?after=${seen}`).catch(() => []);
    for (const message of news) {
      messages.set(message.sid, message);
      seen = Math.max(seen, message.version);
      const number = other(message);
      if (!senders.includes(number)) senders.push(number);
    }
    if (news.length) {
      draw();
      if (chosen) await examine(chosen);
    }
    await new Promise((resolve) => setTimeout(resolve, 400));
  }
}

function other(message) {
  return message.direction === "inbound" ? message.from : message.to;
}

function thread(number) {
  return [...messages.values()].filter((one) => other(one) === number).sort((a, b) => a.at.localeCompare(b.at));
}

function draw() {
  by("senders").replaceChildren(...senders.map((number) => {
    const last = thread(number).at(-1);
    const button = element("button", { type: "button", onclick: () => choose(number) },
      element("span", { class: "number" }, number), element("span", { class: "last" }, last ? last.body : ""));
    if (number === person) button.setAttribute("aria-current", "true");
    return element("li", {}, button);
  }));
  by("thread").replaceChildren(...thread(person).map(bubble));
  by("thread").scrollTop = by("thread").scrollHeight;
}

function bubble(message) {
  const mine = message.direction === "inbound";
  const lost = message.status === "undelivered";
  const inside = [message.body, ...message.media.map((file) => file.type.startsWith("image/")
    ? element("img", { src: file.url, alt: "Attached picture" }) : element("div", {}, `📎 ${file.type}`))];
  const parts = `${message.segments} part${message.segments === 1 ? "" : "s"}`;
  const meta = mine ? parts : `${parts} · ${message.status}${message.error ? ` (${message.error})` : ""}`;
  const attributes = { class: message.sid === chosen ? "bubble chosen" : "bubble" };
  const shown = mine
    ? element("button", { ...attributes, type: "button", onclick: () => examine(message.sid) }, ...inside)
    : element("div", attributes, ...inside);
  return element("li", { class: mine ? "mine" : lost ? "lost" : "" }, shown, element("span", { class: "meta" }, meta));
}

async function examine(sid) {
  if (chosen !== sid) story.clear();
  chosen = sid;
  const told = await get(`texts/${sid}`);
  told.events.forEach((event, place) => story.show(place, event));
  draw();
}

function attached() {
  const names = [...by("files").files].map((file) => file.name);
  by("attached").hidden = !names.length;
  by("attached").textContent = `📎 ${names.join(", ")}`;
}

function count() {
  const text = by("body").value;
  by("parts").textContent = text ? `${text.length} characters, ${segments(text)} part${segments(text) === 1 ? "" : "s"}` : "";
}
