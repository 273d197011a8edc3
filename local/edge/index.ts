export { type Edge, startEdge } from "./server.ts";
