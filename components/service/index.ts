export type { Egress } from "./egress.ts";
export { PrivateService, type PrivateServiceArgs, privateServiceRules } from "./privateService.ts";
export { ServiceNames } from "./serviceNames.ts";
export {
  accessTo,
  ServiceTable,
  tableFaults,
  type TableOptions,
  tableRules,
} from "./serviceTable.ts";
export { taskSizeFaults, taskSizeRules } from "./taskSize.ts";
