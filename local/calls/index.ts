import type { CallSink } from "../gateway/exchange/callSink.ts";
import type { CallRecorder } from "./recorder.ts";
import { openServiceTraces, type ServiceTraces } from "./service/serviceTraces.ts";

export { addAwsRequest } from "./awsSpans.ts";
export { CallRecorder } from "./recorder.ts";
export type { ServiceTraces } from "./service/serviceTraces.ts";
export { signInAgain } from "./signInAgain.ts";
export { printFailures } from "./terminal.ts";

/** Records the calls of one region. */
export interface RegionCalls {
  readonly gateway: CallSink;
  /** @param socketFolder - accessible only to its owner; removed by the caller */
  services(socketFolder: string): ServiceTraces;
}

export const callsOf = (recorder: CallRecorder, region: string): RegionCalls => ({
  gateway: recorder.gateway(region),
  services: (socketFolder) =>
    openServiceTraces(socketFolder, (service) => recorder.service(service)),
});
