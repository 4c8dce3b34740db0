// The microphone as a phone hears it: 8 kHz, 16 bit, one channel, as a WAV file.

const RATE = 8000;
const LOUD = 0.012; // below it counts as silence when waiting for the end

export class Recorder {
  // `onlevel` gets the loudness from 0 to 1; `onsilence` is called once after so many seconds without a voice.
  async start({ longest, silence, onlevel, onsilence, onlongest }) {
    this.stream = await navigator.mediaDevices.getUserMedia({ audio: { channelCount: 1, echoCancellation: true } });
    this.context = new AudioContext();
    await this.context.audioWorklet.addModule("/static/recorder-worklet.js");
    const source = this.context.createMediaStreamSource(this.stream);
    this.tap = new AudioWorkletNode(this.context, "tap");
    this.parts = [];
    let loudAt = performance.now();
    this.tap.port.onmessage = ({ data }) => {
      this.parts.push(data);
      const level = data.reduce((most, sample) => Math.max(most, Math.abs(sample)), 0);
      onlevel(level);
      if (level > LOUD) loudAt = performance.now();
      if (silence && performance.now() - loudAt > silence * 1000) onsilence();
    };
    source.connect(this.tap);
    this.limit = setTimeout(onlongest, longest * 1000);
  }

  // Ends, and returns what was said.
  stop() {
    clearTimeout(this.limit);
    this.tap.port.onmessage = null;
    this.stream.getTracks().forEach((track) => track.stop());
    const wav = encode(slower(joined(this.parts), this.context.sampleRate));
    this.context.close();
    return wav;
  }
}

function joined(parts) {
  const all = new Float32Array(parts.reduce((sum, part) => sum + part.length, 0));
  let place = 0;
  for (const part of parts) {
    all.set(part, place);
    place += part.length;
  }
  return all;
}

// Averages the samples that fall into each one of the slower rate: simple, and enough of a filter for speech.
function slower(samples, rate) {
  const made = new Float32Array(Math.floor((samples.length * RATE) / rate));
  for (let place = 0; place < made.length; place += 1) {
    const from = Math.floor((place * rate) / RATE);
    const to = Math.max(from + 1, Math.floor(((place + 1) * rate) / RATE));
    let sum = 0;
    for (let at = from; at < to; at += 1) sum += samples[at];
    made[place] = sum / (to - from);
  }
  return made;
}

function encode(samples) {
  const view = new DataView(new ArrayBuffer(44 + samples.length * 2));
  const text = (at, word) => [...word].forEach((letter, place) => view.setUint8(at + place, letter.charCodeAt(0)));
  text(0, "RIFF");
  view.setUint32(4, 36 + samples.length * 2, true);
  text(8, "WAVEfmt ");
  view.setUint32(16, 16, true);
  view.setUint16(20, 1, true);
  view.setUint16(22, 1, true);
  view.setUint32(24, RATE, true);
  view.setUint32(28, RATE * 2, true);
  view.setUint16(32, 2, true);
  view.setUint16(34, 16, true);
  text(36, "data");
  view.setUint32(40, samples.length * 2, true);
  samples.forEach((sample, place) => view.setInt16(44 + place * 2, Math.max(-1, Math.min(1, sample)) * 32767, true));
  return new Blob([view], { type: "audio/wav" });
}
