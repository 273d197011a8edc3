import { setTimeout as wait } from "node:timers/promises";
import { type Call, timeLeft } from "../call.ts";
import type { Send } from "../client.ts";
import { ProxyFailure } from "../failure.ts";
import { valuesOf } from "../headers.ts";
import type { ServiceRequest } from "../request.ts";
import { drawFault, type FaultInjection, faultHeader, headerFaults } from "./faultInjection.ts";
import type { Response } from "./outcome.ts";

/** Sends a request, unless the options put a failure in the place of the service. */
export async function sendOrInject<Body>(
  send: Send<Body>,
  [request, call]: [ServiceRequest, Call],
  options: FaultInjection,
): Promise<Response<Body>> {
  const { latencyMs, status, isBlackHole } = drawFault(faultsOf(call, options), Math.random);
  const remainingMs = timeLeft(call);
  if (isBlackHole || latencyMs >= remainingMs) {
    call.attempts += 1;
    await wait(Math.max(0, remainingMs));
    throw new ProxyFailure("timeout", "an injected failure", { progress: "sent" });
  }
  if (latencyMs > 0) await wait(latencyMs);
  if (status === undefined) return send(request, call);
  call.attempts += 1;
  return { status, rawHeaders: [], body: Buffer.alloc(0) };
}

function faultsOf({ event }: Call, options: FaultInjection): FaultInjection {
  if (!options.byHeader) return options;
  const [given] = valuesOf(event.multiValueHeaders, faultHeader);
  return given === undefined ? options : headerFaults(given);
}
