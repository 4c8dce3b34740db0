// Requests to the control API. The cookie of this page lets them in.

export class Refused extends Error {}

async function ask(method, path, body, type) {
  const answer = await fetch(`/control/${path}`, {
    method,
    body,
    headers: type ? { "Content-Type": type } : {},
    credentials: "same-origin",
  });
  const given = await answer.json().catch(() => ({}));
  if (!answer.ok) throw new Refused(given.error || `The rehearsal answered ${answer.status}.`);
  return given;
}

export const get = (path) => ask("GET", path);
export const remove = (path) => ask("DELETE", path);
export const post = (path, wish) => ask("POST", path, JSON.stringify(wish), "application/json");
export const put = (path, wish) => ask("PUT", path, JSON.stringify(wish), "application/json");
export const postSound = (path, wav) => ask("POST", path, wav, "audio/wav");

export async function lines(select) {
  for (const line of await get("numbers")) {
    select.append(new Option(`${line.label} · ${line.phone}`, line.phone));
  }
}

export function element(tag, attributes = {}, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (name === "class") made.className = value;
    else if (name.startsWith("on")) made.addEventListener(name.slice(2), value);
    else made.setAttribute(name, value);
  }
  made.append(...children);
  return made;
}

export async function base64(file) {
  const bytes = new Uint8Array(await file.arrayBuffer());
  let text = "";
  for (let place = 0; place < bytes.length; place += 8192) {
    text += String.fromCharCode(...bytes.subarray(place, place + 8192));
  }
  return btoa(text);
}
