export { type CognitoFront, startCognitoFront } from "./front.ts";
export type { AwsRequest, ObserveRequest } from "./observed.ts";
