import type { DescribedAlarm } from "../apiTypes/alarms.ts";
import type { Endpoint } from "./endpoint.ts";

/**
 * `GET alarms`: `{ alarms }`, the alarms that the stacks declare, with their states by what is measured here.
 *
 * @param evaluate - tells them as they are now
 */
export const alarmEndpoints = (evaluate: () => readonly DescribedAlarm[]): Endpoint[] => [
  { method: "GET", path: "alarms", handle: () => ({ alarms: evaluate() }) },
];
