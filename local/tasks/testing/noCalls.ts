import { ServiceCalls } from "../serviceCalls.ts";

/** For services in a VPC without names. */
export const noCalls = new ServiceCalls({
  names: [],
  socketFolder: "",
  awsHost: "",
  locate: () => undefined,
  onUnreachable: () => {},
});
