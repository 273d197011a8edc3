// @ts-check

/** @typedef {(level: "info" | "error", fields: Record<string, unknown>) => void} Log */

/**
 * A log of JSON lines on the standard output, which ECS collects.
 *
 * @param {{ service: string, region: string }} origin Fields of every line.
 * @returns {Log}
 */
export function createLog(origin) {
  return (level, fields) => {
    const timestamp = new Date().toISOString();
    console.log(JSON.stringify({ timestamp, level, ...origin, ...fields }));
  };
}
