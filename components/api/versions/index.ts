export { allRoutes } from "./allRoutes.ts";
export { checkVersions } from "./checkVersions.ts";
export { headersByVersion, retirementHeaders } from "./retirementHeaders.ts";
export { type ApiVersion, type ApiVersions, versionOf, versionsRule } from "./version.ts";
