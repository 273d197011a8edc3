export { PrivateService, type PrivateServiceArgs } from "./privateService.ts";
export { ServiceTable, type ServiceTableArgs } from "./serviceTable.ts";
