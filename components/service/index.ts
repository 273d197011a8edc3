export { allowEgress, type Egress } from "./egress.ts";
export { accessSecrets } from "./secretAccess.ts";
export {
  inEnvironment,
  parameter,
  secret,
  secretFaults,
  type SecretReference,
  secretRule,
  secretsRule,
} from "./secrets.ts";
export { PrivateService, type PrivateServiceArgs, privateServiceRules } from "./privateService.ts";
export { ServiceNames } from "./serviceNames.ts";
export {
  accessTo,
  ServiceTable,
  tableActions,
  tableFaults,
  type TableOptions,
  tableRules,
  tableVariable,
} from "./serviceTable.ts";
export { type Scaling, scalingFaults, scalingIn, scalingRule } from "./scaling.ts";
export { taskSizeFaults, taskSizeRules } from "./taskSize.ts";
