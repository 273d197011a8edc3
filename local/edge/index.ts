export { type Edge, type EdgeOptions, startEdge } from "./server.ts";
