// Operators' phones and faults, set up before a call.

import { get, post, put, remove } from "./api.js";

export function settings() {
  const operator = document.getElementById("operator");
  operator.addEventListener("submit", async (event) => {
    event.preventDefault();
    const { phone, does } = Object.fromEntries(new FormData(operator));
    const silent = does === "silent";
    await put(`phones/${phone.trim()}`, { does: silent ? "answer" : does, keys: silent ? [] : ["1"] });
    const phones = Object.entries(await get("phones"));
    document.getElementById("operator-list").textContent = phones
      .map(([number, how]) => `${number}: ${how.does}${how.does === "answer" && !how.keys.length ? ", presses nothing" : ""}`)
      .join("\n");
  });

  const fault = document.getElementById("fault");
  fault.addEventListener("submit", async (event) => {
    event.preventDefault();
    const { on, how, seconds, status, times } = Object.fromEntries(new FormData(fault));
    const wish = { on, how, seconds: Number(seconds), status: Number(status), times: Number(times) };
    await post("faults", wish).then(listed, (error) => { output().textContent = error.message; });
  });
  document.getElementById("all-well").addEventListener("click", async () => listed(await remove("faults")));
}

const output = () => document.getElementById("fault-list");

function listed(faults) {
  output().textContent = faults.map((one) => `${one.on}: ${one.how}, ${one.times} time${one.times === 1 ? "" : "s"}`).join("\n");
}
