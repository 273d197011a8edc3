export { type Distributions, readDistributions, startDistributions } from "./distribution/index.ts";
export { hostNames, readZone } from "./dns/readZone.ts";
export { PassedChecks } from "./passedChecks.ts";
export { type Edge, type EdgeOptions, startEdge } from "./server.ts";
export { readSignInDomains } from "./signIn.ts";
export { startSignInPages } from "./signInPages.ts";
