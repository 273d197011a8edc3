export { createProviders, linking, providers, verifying } from "./createProviders.ts";
export { amazon, apple, facebook, google, oidc, saml } from "./kinds.ts";
export { providerAttributes } from "./mappedRights.ts";
export { type ProvidersOptions, providersOptionRules } from "./options.ts";
export { secretConfig, secretsManager } from "./secrets.ts";
