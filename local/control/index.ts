export { Control, controlPrefix } from "./control.ts";
export { ControlError, unknownName } from "./controlError.ts";
export type { Endpoint } from "./endpoint.ts";
