// Takes the place of `import.meta.url` in the bundles of a team's own functions, which are CommonJS.
import { pathToFileURL } from "node:url";

export const importMetaUrl = /* @__PURE__ */ String(/* @__PURE__ */ pathToFileURL(__filename));
