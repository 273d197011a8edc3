export { giveSecrets } from "./giveSecrets.ts";
export { LocalSecrets, requireSecrets, type SecretOwner } from "./localSecrets.ts";
