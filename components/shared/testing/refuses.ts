import assert from "node:assert/strict";
import { DefinitionError } from "../errors.ts";

/** A fault as tests describe it. */
interface ExpectedFault {
  readonly name?: string | RegExp;
  readonly route?: string;
  readonly argument?: string;
  readonly message?: RegExp;
}

/** Asserts that a definition is refused, and that the given fault is among those reported. */
export function refuses(define: () => unknown, expected: ExpectedFault): void {
  const faults = faultsOf(define);
  const isExpected = (fault: Error & { route?: string; argument?: string }) =>
    Object.entries(expected).every(([key, value]) => {
      const given = (fault as unknown as Record<string, unknown>)[key];
      return value instanceof RegExp ? value.test(String(given)) : value === given;
    });
  const texts = faults.map(({ name, message }) => `${name}: ${message}`).join("\n");
  assert.ok(faults.some(isExpected), `None of these is the expected fault:\n${texts}`);
}

/** The faults that a definition is refused for; none if it is accepted. */
export function faultsOf(define: () => unknown): readonly Error[] {
  try {
    define();
    return [];
  } catch (error) {
    return error instanceof DefinitionError ? error.errors : [error as Error];
  }
}
