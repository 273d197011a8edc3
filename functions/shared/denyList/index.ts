export { type DenyList, denyList } from "./denyList.ts";
export { keyOf, revocationInput, type RevocableClaims, type Revoked } from "./entry.ts";
