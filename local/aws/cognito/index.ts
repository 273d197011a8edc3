export { type CognitoFront, startCognitoFront } from "./front.ts";
