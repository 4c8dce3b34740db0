// The phone's screen: what was heard and pressed, newest at the end.

import { element } from "./api.js";

export class Captions {
  constructor(list) {
    this.list = list;
    new ResizeObserver(() => { list.scrollTop = list.scrollHeight; }).observe(list);
  }

  clear() {
    this.list.replaceChildren();
  }

  said(text) { return this.add(text, ""); }
  mine(text) { return this.add(text, "mine"); }
  note(text) { return this.add(text, "note"); }
  wrong(text) { return this.add(text, "wrong"); }

  // Keys pressed one after the other stand together.
  add(text, kind) {
    const last = this.list.lastElementChild;
    if (kind === "mine" && text.length === 1 && last?.className === "mine" && /^[0-9*#]+$/.test(last.textContent)) {
      last.textContent += text;
      return last;
    }
    const made = element("li", kind ? { class: kind } : {}, text);
    this.list.append(made);
    this.list.scrollTop = this.list.scrollHeight;
    return made;
  }
}
