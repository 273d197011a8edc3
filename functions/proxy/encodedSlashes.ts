import type { ProxyEvent } from "./event.ts";
import { ProxyFailure } from "./failure.ts";
import { couldRead } from "./readings.ts";

/** Whether path parameters may contain encoded slashes, by route, and by `*` for all others. */
export type EncodedSlashes = Readonly<Record<string, boolean>>;

/**
 * The path parameters of a route that must not contain a slash: those of one segment, `{id}`.
 *
 * @param allowed - `true` for none, `false` for those of several segments, `{proxy+}`, as well
 */
export function slashFree(
  { resource }: Pick<ProxyEvent, "resource">,
  allowed: boolean | undefined,
): readonly string[] {
  if (allowed) return [];
  const parameters = [...resource.matchAll(/\{([^{}]+?)(\+?)\}/g)];
  return parameters.flatMap(([, name, several]) => (several && allowed !== false ? [] : [name!]));
}

/** Values that nothing can be read from but themselves. */
const isPlain = /^[\w.~-]*$/;

/**
 * API Gateway takes `/orders/1%2Fadmin` for `/orders/{id}`, and authorizes it as such. A service that decodes a
 * path before it looks for the route, as those on WSGI and many in Go do, would serve `/orders/1/admin`.
 *
 * @throws ProxyFailure for an encoded slash or backslash in a parameter that must have none
 */
export function refuseEncodedSlashes({
  event,
  route,
}: {
  event: ProxyEvent;
  route: { readonly slashFree: readonly string[] };
}): void {
  for (const name of route.slashFree) {
    const value = event.pathParameters?.[name] ?? "";
    // The slashes of several segments are not encoded.
    if (isPlain.test(value) || !value.split("/").some(hasSlash)) continue;
    throw new ProxyFailure("unsafePath", `the path parameter ${name} has an encoded slash`);
  }
}

const hasSlash = (segment: string): boolean => couldRead(segment, /[/\\]/);
