export { hostNames, readZone } from "./dns/readZone.ts";
export { type Edge, startEdge } from "./server.ts";
