export { documentationParts, documentedResponses } from "./documentation.ts";
export { fillContracts } from "./fillContracts.ts";
export { type ContractInfo, infoOf } from "./info.ts";
export { type Contract, publishContract } from "./publish.ts";
