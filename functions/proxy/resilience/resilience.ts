import { setTimeout as wait } from "node:timers/promises";
import type { Call } from "../call.ts";
import type { Send } from "../client.ts";
import { type FailureKind, ProxyFailure } from "../failure.ts";
import type { ServiceRequest } from "../request.ts";
import { ofRoute } from "../route.ts";
import { nextDelayMs } from "./backoff.ts";
import { type Breaker, createBreaker } from "./breaker.ts";
import { RetryBudget } from "./budget.ts";
import { gatewayLeavesMs } from "./deadline.ts";
import { fallBack } from "./fallback.ts";
import { sendOrInject } from "./injectFaults.ts";
import { type ObservedTime, observeTime } from "./observedTime.ts";
import { type RoutePolicy, routePolicy } from "./options.ts";
import { discard, failedBy, maySendAgain, type Outcome, outcomeOf } from "./outcome.ts";
import type { ResilienceVariables } from "./readResilience.ts";

/** A route with its state, which lives as long as the function's instance. */
interface RouteState {
  readonly policy: RoutePolicy;
  readonly breaker: Breaker | undefined;
  readonly observed: ObservedTime | undefined;
}

/** Makes the calls to a service, with clients of it and of other services. */
export type Resilience = <Body>(
  serviceUrl: URL,
  clientOf: (serviceUrl: URL) => Send<Body>,
) => Send<Body | Buffer>;

/**
 * Makes calls to one service by the options of their routes.
 *
 * Each attempt asks the circuit breaker, and is shed if the service is unlikely to respond in time.
 * Failed attempts are repeated within the budget and the deadline. If none succeeds, the fallback
 * responds. Injected failures take the place of the service, so everything else treats them as real.
 *
 * Functions of services without such options do not contain this code.
 */
export function createResilience({
  resilience: { service = {}, routes = {} } = {},
  fallbackUrls = {},
}: ResilienceVariables): Resilience {
  return <Body>(serviceUrl: URL, clientOf: (url: URL) => Send<Body>): Send<Body | Buffer> => {
    const send = clientOf(serviceUrl);
    const clients = Object.fromEntries(
      Object.entries(fallbackUrls).map(([name, url]) => [name, clientOf(url)]),
    );
    const budget = new RetryBudget();
    const shared = service.breaker ? createBreaker(routePolicy(service).breaker!) : undefined;
    const states = new Map<string, RouteState>();

    const stateOf = ({ event, route: { key } }: Call): RouteState => {
      let state = states.get(key);
      if (state === undefined) {
        const policy = routePolicy(service, ofRoute(event, routes));
        const own =
          policy.ownsBreaker && policy.breaker ? createBreaker(policy.breaker) : undefined;
        const breaker = policy.breaker && (own ?? shared);
        const observed = policy.probeMs === undefined ? undefined : observeTime();
        states.set(key, (state = { policy, breaker, observed }));
      }
      return state;
    };

    return async (request, call) => {
      const state = stateOf(call);
      const { policy } = state;
      limitTime(call, policy);
      const made: Made = [request, call];
      const outcome = await makeAttempts(send, made, state, budget);
      const reason = failedBy(outcome, policy.failureStatuses);
      const instead =
        reason === undefined ? undefined : await fallBack(outcome, policy, made, clients);
      if (instead) {
        discard(outcome);
        call.fallbackFor = reason;
        return instead;
      }
      if (outcome.failure) throw outcome.failure;
      return outcome.response!;
    };
  };
}

/** A call and its request. */
type Made = [ServiceRequest, Call];

/** Sets the deadline to the shortest limit of the route, Lambda and API Gateway. */
function limitTime(call: Call, { totalMs, gatewayMs }: RoutePolicy): void {
  const now = performance.now();
  const { requestTimeEpoch } = call.event.requestContext;
  const leftMs = gatewayLeavesMs(gatewayMs, requestTimeEpoch, Date.now());
  call.deadline = Math.min(call.deadline, now + leftMs, call.startedAt + totalMs);
}

/** The time that a fallback needs is not for attempts. */
function attemptsUntil(call: Call, { fallback }: RoutePolicy): number {
  if (!fallback || !("service" in fallback)) return call.deadline;
  return (
    call.deadline - Math.min(fallback.reservedMs ?? 1_000, (call.deadline - performance.now()) / 2)
  );
}

async function makeAttempts<Body>(
  send: Send<Body>,
  made: Made,
  state: RouteState,
  budget: RetryBudget,
): Promise<Outcome<Body>> {
  const [request, call] = made;
  const { retries, failureStatuses } = state.policy;
  const until = attemptsUntil(call, state.policy);
  if (retries) budget.addCall(retries.budgetShare);
  let delayMs = retries?.baseDelayMs ?? 0;
  for (let attempt = 1; ; attempt += 1) {
    const outcome = await makeAttempt(send, made, state, until);
    const isRefused = outcome.failure?.kind === "breakerOpen" || outcome.failure?.kind === "shed";
    if (!retries || attempt >= retries.maxAttempts || isRefused) return outcome;
    if (failedBy(outcome, failureStatuses) === undefined) return outcome;
    if (!maySendAgain(outcome, request)) return outcome;
    delayMs = nextDelayMs(delayMs, retries, Math.random());
    if (performance.now() + delayMs >= until || !budget.takeRetry()) return outcome;
    discard(outcome);
    await wait(delayMs);
  }
}

async function makeAttempt<Body>(
  send: Send<Body>,
  made: Made,
  { policy, breaker, observed }: RouteState,
  until: number,
): Promise<Outcome<Body>> {
  const [request, call] = made;
  const admission = breaker?.admit();
  if (admission === 0) return refused("breakerOpen", "the breaker is open", breaker!.waitMs());
  const now = performance.now();
  if (now >= until) {
    // Says nothing about the service.
    breaker?.report(admission!, undefined);
    return { failure: new ProxyFailure("timeout", "no time left for the service") };
  }
  if (observed && !observed.fits(until - now, policy.probeMs!)) {
    breaker?.report(admission!, undefined);
    return refused("shed", "the service is too slow to respond in time", policy.probeMs!);
  }
  const end = observed?.start();
  call.attemptUntil = Math.min(until, now + policy.attemptMs);
  const { faultInjection } = policy;
  const outcome = await outcomeOf(
    faultInjection ? sendOrInject(send, made, faultInjection) : send(request, call),
  );
  const hasFailed = failedBy(outcome, policy.failureStatuses) !== undefined;
  const isKnown = hasFailed || outcome.response || outcome.failure!.progress === "received";
  breaker?.report(admission!, isKnown ? hasFailed : undefined);
  const isTimeout = outcome.failure?.kind === "timeout";
  end?.(isTimeout ? "timeout" : outcome.response ? "response" : "failure");
  return outcome;
}

const refused = (kind: FailureKind, message: string, waitMs: number) => ({
  failure: new ProxyFailure(kind, message, {
    retryAfterSeconds: Math.max(1, Math.ceil(waitMs / 1_000)),
  }),
});
