// What happened behind a call or a text: one entry for each event, replaced when more is known of it.

import { element } from "./api.js";

const COMMON = new Set([
  "AccountSid", "ApiVersion", "CallSid", "CallStatus", "Direction", "From", "Caller", "To", "Called", "CallToken",
  "StirVerstat", "StirPassportToken", "MessageSid", "SmsSid", "SmsMessageSid", "SmsStatus",
]);
const PLACE = /^(From|Caller|To|Called)(City|State|Zip|Country)$/;

const LINES = {
  asked: (event) => `waits ${event.timeout} s for ${event.digits || "any number of"} key${event.digits === 1 ? "" : "s"}`,
  pressed: (event) => (event.keys ? `pressed ${event.keys}` : "nothing pressed"),
  paused: (event) => `quiet for ${event.length} s`,
  tone: (event) => `tone; up to ${event.longest} s, ended by ${event.silence} s of silence`,
  recorded: (event) => `recorded ${event.length} s, ${event.status}, ended by ${event.ended || "silence"}`,
  queued: (event) => `waits in the queue ${event.queue}`,
  connected: (event) => `connected with ${event.number}`,
  dialled: (event) => `${event.number}: ${event.status}, ${event.bridged ? "" : "not "}connected`,
  ended: (event) => `ended by ${event.by === "error" ? "an error" : `the ${event.by}`}, ${event.status}`,
};

export class Story {
  constructor(list) {
    this.list = list;
    this.entries = new Map();
  }

  clear() {
    this.entries.clear();
    this.list.replaceChildren();
  }

  // Shows an event under a name of its own; a known name is replaced, and stays open or shut.
  show(name, event) {
    const made = entry(event);
    if (!made) return;
    const known = this.entries.get(name);
    if (known) {
      const open = known.querySelector("details")?.open;
      if (open) made.querySelector("details").open = true;
      known.replaceWith(made);
    } else this.list.append(made);
    this.entries.set(name, made);
  }
}

function entry(event) {
  if (event.kind === "webhook") return element("li", {}, hook(event));
  if (event.kind === "problem") {
    return element("li", { class: "problem" }, element("strong", {}, `${event.code}`), ` ${event.name}: ${event.detail}`);
  }
  const words = LINES[event.kind];
  if (!words) return null;
  const leg = event.leg ? `${event.leg}: ` : "";
  return element("li", { class: "line" }, element("time", {}, clock(event.at)), leg + words(event));
}

function hook(event) {
  const waiting = event.status === null && !event.error;
  const bad = event.error || event.status >= 400;
  const result = waiting ? "…" : `${event.error ? `error ${event.error}` : event.status}`;
  const time = waiting ? "" : ` ${Math.round(event.seconds * 1000)} ms`;
  return element("details", { class: bad ? "hook bad" : "hook" },
    element("summary", {},
      element("span", { class: "what" }, event.what.replace("_", " ")),
      element("span", { class: "method" }, event.method),
      element("span", { class: "path", title: event.url }, shortened(event.url)),
      element("span", { class: "result" }, result, element("span", { class: "time" }, time))),
    element("div", { class: "inside" },
      element("div", {}, element("h3", {}, "Fields"), fields(event.fields)),
      element("div", {}, element("h3", {}, event.type || "Answer"), element("pre", { tabindex: "0" }, ...coloured(event.body || "")))));
}

function fields(given) {
  const own = Object.entries(given).filter(([name]) => !COMMON.has(name) && !PLACE.test(name));
  const rest = Object.entries(given).filter(([name]) => COMMON.has(name) || PLACE.test(name));
  const list = element("dl", { tabindex: "0" });
  for (const [name, value] of own) list.append(element("dt", {}, name), element("dd", { class: "own" }, value || "(empty)"));
  for (const [name, value] of rest) list.append(element("dt", {}, name), element("dd", {}, value || "(empty)"));
  return list;
}

// Path and query; state in it is sealed, long, and says nothing to a reader.
function shortened(address) {
  const url = new URL(address);
  const query = url.search.length > 25 ? `${url.search.slice(0, 25)}…` : url.search;
  return url.pathname + query;
}

function clock(seconds) {
  const whole = Math.floor(seconds || 0);
  return `${String(Math.floor(whole / 60)).padStart(2, "0")}:${String(whole % 60).padStart(2, "0")}`;
}

// Breaks an answer into lines by depth and colours tags, attribute names and values.
function coloured(text) {
  if (!text.trimStart().startsWith("<")) return [text || "(nothing)"];
  const pieces = (text.replace(/<\?xml[^>]*\?>/, "").match(/<[^>]+>|[^<]+/g) || []).filter((piece) => piece.trim());
  const parts = [];
  let depth = 0;
  pieces.forEach((piece, place) => {
    const closes = piece.startsWith("</");
    const beside = (closes && !pieces[place - 1].startsWith("<")) || !piece.startsWith("<");
    if (closes) depth -= 1;
    if (!beside) parts.push(`${parts.length ? "\n" : ""}${"  ".repeat(Math.max(0, depth))}`);
    parts.push(...(piece.startsWith("<") ? tag(piece) : [piece.trim()]));
    if (!closes && piece.startsWith("<") && !piece.endsWith("/>")) depth += 1;
  });
  return parts;
}

function tag(piece) {
  const [, open, rest, close] = piece.match(/^(<\/?[^\s/>]+)([\s\S]*?)(\/?>)$/) || [null, piece, "", ""];
  const parts = [element("span", { class: "xml-tag" }, open)];
  for (const [whole, name, value] of rest.matchAll(/([^\s=]+)="([^"]*)"/g)) {
    const shown = value.length > 60 ? `${value.slice(0, 60)}…` : value;
    parts.push(" ", element("span", { class: "xml-name", title: whole }, `${name}=`), element("span", { class: "xml-value" }, `"${shown}"`));
  }
  return [...parts, element("span", { class: "xml-tag" }, close)];
}
