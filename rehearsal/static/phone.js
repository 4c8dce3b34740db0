// The phone: dials, sounds what the line says, presses keys, speaks, hangs up.

import { get, lines, post, postSound } from "./api.js";
import { Captions } from "./captions.js";
import { Recorder } from "./recorder.js";
import { settings } from "./settings.js";
import { Story } from "./story.js";
import { Voice } from "./voice.js";

const by = (id) => document.getElementById(id);
const voice = new Voice();
const story = new Story(by("story"));
const captions = new Captions(by("heard"));
let call = null; // { sid, seen: events handled, open: first webhook without an answer, began, tone, recorder }

by("call").addEventListener("click", dial);
by("hang-up").addEventListener("click", hangUp);
by("mute").addEventListener("click", mute);
by("microphone").addEventListener("click", microphone);
by("upload").addEventListener("change", ({ target }) => target.files[0] && speak(target.files[0], "#"));
by("say-sample").addEventListener("click", async () => {
  const clip = await fetch(`/control/samples/${by("sample").value}.wav`);
  await speak(await clip.blob(), by("sample").value === "interrupted" ? "hangup" : "#");
});
document.querySelectorAll("[data-key]").forEach((button) => button.addEventListener("click", () => press(button.dataset.key)));
document.addEventListener("keydown", (event) => {
  const typing = event.target.matches("input, select, textarea");
  if (typing || event.ctrlKey || event.metaKey || event.altKey || !/^[0-9*#]$/.test(event.key)) return;
  press(event.key);
});
lines(by("line"));
settings();

async function dial() {
  const sender = by("withheld").checked ? "withheld" : by("caller").value.trim();
  story.clear();
  captions.clear();
  try {
    const placed = await post("calls", { from: sender, to: by("line").value, live: true });
    call = { sid: placed.sid, seen: 0, open: 0, began: Date.now(), tone: null, recorder: null };
    show("Calling …");
    follow(call);
  } catch (error) {
    captions.wrong(error.message);
  }
}

// Asks for news until the call and its callbacks are over. Webhooks that had no answer yet are asked for again.
async function follow(mine) {
  while (call === mine) {
    const news = await get(`calls/${mine.sid}?after=${mine.open}`);
    for (const event of news.events) {
      story.show(event.count, event);
      if (event.count > mine.seen) happen(mine, event);
    }
    mine.seen = Math.max(mine.seen, news.total);
    const unanswered = news.events.find((event) => event.kind === "webhook" && event.status === null && !event.error);
    mine.open = unanswered ? unanswered.count - 1 : mine.seen;
    by("clock").textContent = new Date(Date.now() - mine.began).toISOString().slice(14, 19);
    if (news.done) return over(mine);
    await new Promise((resolve) => setTimeout(resolve, 150));
  }
}

const HAPPENS = {
  said: (mine, event) => sound(mine, event, captions.said(event.text), () => voice.say(event.text, event.language, event.length)),
  played: (mine, event) => event.clip
    && sound(mine, event, captions.said("♪ a recorded prompt"), () => voice.play(`/control/clips/${event.clip}`, event.length)),
  asked: () => show("Waiting for a key"),
  pressed: (mine, event) => { voice.stop(); show("In the call"); if (!event.keys) captions.note("Nothing pressed"); },
  tone: (mine, event) => tone(mine, event),
  recorded: (mine, event) => { by("speak").hidden = true; mine.tone = null; captions.mine(`● ${event.length} s recorded`); show("In the call"); },
  connected: (mine, event) => { show(`Connected with ${event.number}`); captions.note("An operator is on the line."); },
  dialled: (mine, event) => { show("In the call"); if (!event.bridged) captions.note("Nobody took the call."); },
  problem: (mine, event) => captions.wrong(`${event.code} ${event.name}`),
  ended: (mine, event) => { voice.stop(); captions.note(event.by === "caller" ? "You hung up." : "The line hung up."); over(mine, false); },
};

function happen(mine, event) {
  if (!event.leg) HAPPENS[event.kind]?.(mine, event);
}

async function sound(mine, event, caption, make) {
  caption.classList.add("speaking");
  await make();
  caption.classList.remove("speaking");
  if (call === mine) post(`calls/${mine.sid}/heard`, { count: event.count }).catch(() => {});
}

async function press(key) {
  document.querySelector(`[data-key="${key}"]`).classList.add("down");
  setTimeout(() => document.querySelector(`[data-key="${key}"]`).classList.remove("down"), 120);
  voice.key(key);
  if (!call || call.ended) return;
  if (call.recorder) return finish(key);
  captions.mine(key);
  await post(`calls/${call.sid}/keys`, { keys: key }).catch(() => {});
}

function tone(mine, event) {
  mine.tone = event;
  if (event.beep) voice.beep();
  by("microphone").textContent = "Microphone";
  by("tone-text").textContent = `Speak now; ${event.keys.includes("#") ? "# ends it" : "silence ends it"}`;
  by("speak").hidden = false;
  show("Recording");
}

async function microphone() {
  if (call?.recorder) return finish("#");
  const recorder = new Recorder();
  const { longest, silence } = call.tone;
  try {
    await recorder.start({ longest, silence, onlevel: (level) => { by("level").value = level; }, onsilence: () => finish(""), onlongest: () => finish("") });
  } catch {
    return captions.wrong("The microphone cannot be used here. Choose a clip or a file.");
  }
  call.recorder = recorder;
  by("level").hidden = false;
  by("microphone").textContent = "Finish with #";
  await post(`calls/${call.sid}/talking`, {});
}

async function finish(key) {
  const recorder = call.recorder;
  call.recorder = null;
  by("level").hidden = true;
  await speak(recorder.stop(), key);
}

async function speak(wav, then) {
  try {
    await postSound(`calls/${call.sid}/audio?then=${encodeURIComponent(then)}`, wav);
  } catch (error) {
    captions.wrong(error.message);
  }
}

async function hangUp() {
  voice.stop();
  if (call.recorder) return finish("hangup");
  await post(`calls/${call.sid}/hang-up`, {}).catch(() => {});
}

function mute() {
  voice.muted = !voice.muted;
  voice.stop();
  by("mute").setAttribute("aria-pressed", voice.muted);
  by("mute").textContent = voice.muted ? "Voice off" : "Voice on";
}

function show(state) {
  by("state").textContent = state;
  by("setup").hidden = true;
  by("call").disabled = true;
  by("hang-up").disabled = false;
}

// The call is over for the caller; with `done`, its last callbacks are too.
function over(mine, done = true) {
  by("state").textContent = "Ready to call";
  by("setup").hidden = false;
  by("speak").hidden = true;
  by("call").disabled = false;
  by("hang-up").disabled = true;
  mine.ended = true;
  if (done && call === mine) call = null;
}
