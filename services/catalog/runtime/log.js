// @ts-check

/** @typedef {(level: "info" | "error", fields: Record<string, unknown>) => void} Log */

/**
 * A log whose lines are JSON objects on the standard output, where ECS picks them up.
 *
 * @param {{ service: string, region: string }} origin Stands on every line.
 * @returns {Log}
 */
export function createLog(origin) {
  return (level, fields) => {
    const timestamp = new Date().toISOString();
    console.log(JSON.stringify({ timestamp, level, ...origin, ...fields }));
  };
}
