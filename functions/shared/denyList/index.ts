export { type DenyList, denyList } from "./denyList.ts";
export { keyOf, revocationInput, type Revoked } from "./entry.ts";
