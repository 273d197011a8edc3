import { environmentOf } from "../../shared/environment.ts";
import { timeLeft } from "../call.ts";
import type { Prepare } from "../core.ts";
import { ProxyFailure } from "../failure.ts";
import { userHeaders } from "../platformHeaders.ts";
import { assertionHeader, createAssertions } from "./assertion.ts";
import { type KmsKey, signWithKms } from "./kms.ts";

/** KMS responds within tens of milliseconds. A call does not wait longer for it, nor beyond its own time. */
const maxWaitMs = 3_000;

/** KMS's key, and its name for services. */
export interface AssertionKey extends KmsKey {
  readonly keyId: string;
}

/**
 * Reads `ASSERTION_KEY_ARN` and `ASSERTION_KEY_ID`.
 *
 * @throws EnvironmentError when one is missing
 */
export function readAssertionKey(variables: NodeJS.ProcessEnv): AssertionKey {
  const { string } = environmentOf(variables);
  return { keyArn: string("ASSERTION_KEY_ARN"), keyId: string("ASSERTION_KEY_ID"), variables };
}

/**
 * Adds an assertion to each request, which fails without a key: the service must not get an unsigned call.
 *
 * @param service - its name
 */
export function addAssertions(service: string, key: AssertionKey): Prepare {
  const assertion = createAssertions({
    service,
    keyId: key.keyId,
    signWithKey: (message, timeoutMs) => signWithKms(message, key, timeoutMs),
  });
  return async (request, call) => {
    const { method, target, headers } = request;
    const path = target.split("?", 1)[0]!;
    const timeoutMs = Math.max(1, Math.min(maxWaitMs, Math.floor(timeLeft(call))));
    try {
      const value = await assertion({ method, path, user: userHeaders(call) }, timeoutMs);
      return { ...request, headers: [...headers, assertionHeader, value] };
    } catch (error) {
      throw new ProxyFailure("unsigned", String(error));
    }
  };
}
