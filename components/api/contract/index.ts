export { fillContracts, infoOf } from "./fillContracts.ts";
export { type Contract, publishContract } from "./publish.ts";
