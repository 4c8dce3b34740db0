// What a caller hears: the browser's own voice, played files, the beep, and the tones of keys.

const ROWS = { 1: 697, 2: 697, 3: 697, 4: 770, 5: 770, 6: 770, 7: 852, 8: 852, 9: 852, "*": 941, 0: 941, "#": 941 };
const COLUMNS = { 1: 1209, 4: 1209, 7: 1209, "*": 1209, 2: 1336, 5: 1336, 8: 1336, 0: 1336, 3: 1477, 6: 1477, 9: 1477, "#": 1477 };
const READING = 0.35; // of the time it would take to say it: how fast captions go by when the voice is off

export class Voice {
  constructor() {
    this.muted = false;
    this.context = null;
    this.stop = () => {};
  }

  // Resolves when the words were spoken, or read by somebody who muted the voice.
  say(text, language, seconds) {
    this.stop();
    const voice = this.muted ? null : localVoice(language);
    return this.until(seconds * (voice ? 2 : READING) + (voice ? 4 : 0.3), (done) => {
      if (!voice) return () => {};
      const words = new SpeechSynthesisUtterance(text);
      words.voice = voice;
      words.lang = voice.lang;
      words.onend = done;
      words.onerror = done;
      speechSynthesis.speak(words);
      return () => speechSynthesis.cancel();
    });
  }

  play(address, seconds) {
    this.stop();
    return this.until(this.muted ? seconds * READING + 0.3 : seconds + 3, (done) => {
      if (this.muted) return () => {};
      const audio = new Audio(address);
      audio.onended = done;
      audio.onerror = done;
      audio.play().catch(done);
      return () => audio.pause();
    });
  }

  beep() {
    this.sound([1000], 0.35);
  }

  key(name) {
    this.sound([ROWS[name], COLUMNS[name]], 0.12);
  }

  // Begins something that calls `done`; ends it by itself after so many seconds, or when `stop` is called.
  until(seconds, begin) {
    return new Promise((resolve) => {
      let end = () => {};
      const done = () => {
        clearTimeout(timer);
        this.stop = () => {};
        end();
        resolve();
      };
      const timer = setTimeout(done, seconds * 1000);
      this.stop = done;
      end = begin(() => done());
    });
  }

  sound(tones, seconds) {
    if (this.muted) return;
    this.context ??= new AudioContext();
    const gain = new GainNode(this.context, { gain: 0.08 });
    gain.connect(this.context.destination);
    for (const frequency of tones) {
      const tone = new OscillatorNode(this.context, { frequency });
      tone.connect(gain);
      tone.start();
      tone.stop(this.context.currentTime + seconds);
    }
  }
}

// Only a voice of this machine: another one would send the words out.
function localVoice(language) {
  const voices = (window.speechSynthesis?.getVoices() || []).filter((voice) => voice.localService);
  const wanted = (language || "en-US").replace("cmn", "zh").toLowerCase();
  const fits = (voice, code) => voice.lang.replace("_", "-").toLowerCase().startsWith(code);
  return voices.find((voice) => fits(voice, wanted)) || voices.find((voice) => fits(voice, wanted.slice(0, 2)));
}
