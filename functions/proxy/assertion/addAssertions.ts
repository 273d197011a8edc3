import { EnvironmentError } from "../../shared/environment.ts";
import { remainingMsOf } from "../call.ts";
import type { Prepare } from "../core.ts";
import { ProxyFailure } from "../failure.ts";
import { userHeaders } from "../platformHeaders.ts";
import type { ProxySettings } from "../settings.ts";
import { assertionHeader, createAssertions } from "./assertion.ts";
import { signWithKms } from "./kms.ts";

/** KMS responds within tens of milliseconds. A call does not wait longer for it, nor beyond its deadline. */
const maxWaitMs = 3_000;

/**
 * Adds an assertion to each request.
 *
 * @returns a function that fails without a key: the service must not get an unsigned call
 * @throws EnvironmentError when the settings name no key
 */
export function addAssertions({
  serviceName: service,
  assertionKey,
}: Pick<ProxySettings, "serviceName" | "assertionKey">): Prepare {
  if (!assertionKey) throw new EnvironmentError("ASSERTION_KEY_ARN", undefined, "ARN of a key");
  const { keyId } = assertionKey;
  const assertion = createAssertions({
    service,
    keyId,
    signWithKey: (message, timeoutMs) => signWithKms(message, assertionKey, timeoutMs),
  });
  return async ({ method, target, headers }, call) => {
    const path = target.split("?", 1)[0]!;
    const timeoutMs = Math.max(1, Math.min(maxWaitMs, Math.floor(remainingMsOf(call))));
    try {
      const value = await assertion({ method, path, user: userHeaders(call) }, timeoutMs);
      headers.push(assertionHeader, value);
    } catch (error) {
      throw new ProxyFailure("unsigned", String(error));
    }
  };
}
