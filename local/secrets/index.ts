export { LocalSecrets, requireSecrets, type SecretOwner } from "./localSecrets.ts";
