export { LocalSecrets, requireSecrets } from "./localSecrets.ts";
