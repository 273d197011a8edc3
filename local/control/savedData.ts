import type { SavedData, SaveProblem } from "../apiTypes/platform.ts";
import type { Endpoint } from "./endpoint.ts";

/** `GET data`: the regions whose data can't be written to the disk at present. */
export const savedDataEndpoints = (problems: () => readonly SaveProblem[]): Endpoint[] => [
  { method: "GET", path: "data", handle: (): SavedData => ({ problems: problems() }) },
];
