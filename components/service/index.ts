export { checkTaskSize } from "./checkArgs.ts";
export type { Egress, EgressTarget } from "./egress.ts";
export { PrivateService, type PrivateServiceArgs } from "./privateService.ts";
export { ServiceTable, type ServiceTableArgs, type TableAction } from "./serviceTable.ts";
