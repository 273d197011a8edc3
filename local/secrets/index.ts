export { giveSecrets } from "./giveSecrets.ts";
export { LocalSecrets, requireSecrets, secretsFile, type SecretOwner } from "./localSecrets.ts";
