export type { DefinitionChanges, ReloadActions } from "./actions.ts";
export { bundlesOf } from "./bundles.ts";
export { reloadEndpoints } from "./endpoints.ts";
export { packageFiles } from "./installedPackages.ts";
export { moduleGraph } from "./moduleGraph.ts";
export type { Owners } from "./owners.ts";
export { Reloader } from "./reloader.ts";
export { readServiceFolder } from "./serviceFolder.ts";
