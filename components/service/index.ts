export type { Egress } from "./egress.ts";
export { PrivateService, type PrivateServiceArgs, privateServiceRules } from "./privateService.ts";
export { ServiceTable, type ServiceTableArgs, serviceTableRules } from "./serviceTable.ts";
export { taskSizeFaults, taskSizeRules } from "./taskSize.ts";
