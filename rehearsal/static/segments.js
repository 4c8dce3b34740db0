// In how many parts a text travels: 160 or 153 units of the phone alphabet, else 70 or 67 of 16 bits.

const GSM = new Set("@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà");
const TWICE = new Set("^{}\\[~]|€\f");

export function segments(text) {
  const letters = [...text];
  if (letters.every((letter) => GSM.has(letter) || TWICE.has(letter))) {
    const units = letters.reduce((sum, letter) => sum + (TWICE.has(letter) ? 2 : 1), 0);
    return units <= 160 ? 1 : Math.ceil(units / 153);
  }
  return text.length <= 70 ? 1 : Math.ceil(text.length / 67);
}
