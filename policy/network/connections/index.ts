export { connection } from "./connections.ts";
export { type End, endOf } from "./ends.ts";
export { connectionToService } from "./outside.ts";
export { blocked, carried, type Verdict } from "./verdict.ts";
