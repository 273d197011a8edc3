import type { KeptResource } from "./keptStack.ts";

/** Such as `aws:sqs/queue:Queue "jobs"`. */
export const nameOf = ({ type, name }: KeptResource): string => `${type} "${name}"`;

/** The resource may not be replaced. */
class ProtectedError extends Error {
  override readonly name = "ProtectedError";
}

/** Whether it stays when it is no longer declared. */
export const isProtected = ({ registration }: KeptResource): boolean =>
  registration.protect || registration.retainOnDelete;

/** @throws ProtectedError for a resource with `protect` */
export function requireReplaceable(resource: KeptResource): void {
  if (!resource.registration.protect) return;
  throw new ProtectedError(
    `${nameOf(resource)} would be replaced, but it has protect. Undo the change, or unset protect first.`,
  );
}
