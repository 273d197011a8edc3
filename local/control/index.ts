export { Control, controlPrefix } from "./control.ts";
export { ControlError, unknownName } from "./controlError.ts";
export type { Endpoint } from "./endpoint.ts";
export { Feed } from "./feed.ts";
