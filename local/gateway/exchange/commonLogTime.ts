let lastSecond = NaN;
let lastText = "";

/**
 * A time in the Common Log Format: `09/Apr/2026:12:34:56 +0000`. The last text is cached, because most
 * requests begin in the same second as the one before.
 */
export function commonLogTime(epochMs: number): string {
  const second = Math.floor(epochMs / 1000);
  if (second !== lastSecond) {
    const [, day, month, year, time] = new Date(epochMs).toUTCString().split(" ");
    lastText = `${day}/${month}/${year}:${time} +0000`;
    lastSecond = second;
  }
  return lastText;
}
