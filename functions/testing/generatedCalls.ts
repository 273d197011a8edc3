import fc from "fast-check";
import { hasDotSegment } from "../proxy/dotSegments.ts";

const pathSegment = fc.oneof(
  fc.stringMatching(/^[\w~!$&'()*+,;=:@-]{0,8}$/),
  fc.string({ unit: "binary", maxLength: 6 }).map((text) => encodeURIComponent(text)),
);
const path = fc
  .array(pathSegment, { maxLength: 5 })
  .map((segments) => `/r/${segments.join("/")}`)
  .filter((text) => !hasDotSegment(text));

const query = fc.option(
  fc.dictionary(
    fc.string({ unit: "binary", maxLength: 6 }),
    fc.array(fc.string({ unit: "binary", maxLength: 8 }), { minLength: 1, maxLength: 3 }),
    { minKeys: 1, maxKeys: 4, noNullPrototype: true },
  ),
  { nil: null },
);

const headerValue = fc.stringMatching(/^([!-~]([ -~\x80-\xff]{0,20}[!-~])?)?$/);
const headers = fc
  .array(
    fc.tuple(
      fc.oneof(
        fc.stringMatching(/^Z[a-zA-Z0-9!#$%&'*+.^`|~-]{0,12}$/),
        fc.constantFrom("Accept", "Cache-Control", "Range", "If-None-Match", "Authorization", "7"),
      ),
      fc.array(headerValue, { minLength: 1, maxLength: 3 }),
    ),
    { maxLength: 6 },
  )
  .map((fields) => {
    const unique = new Map(fields.map((field) => [field[0].toLowerCase(), field]));
    return Object.fromEntries(unique.values());
  });

const body = fc.option(fc.oneof(fc.uint8Array({ maxLength: 200 }), fc.string({ unit: "binary" })), {
  nil: null,
});

/** A call and its service's response, which has the call's body. */
export const generatedCall = fc.record({
  httpMethod: fc.constantFrom("GET", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"),
  ...{ path, query, headers, body },
  /** The service sends the body in chunks, without a length. */
  isChunked: fc.boolean(),
  status: fc.constantFrom(200, 201, 202, 400, 404, 409, 500, 503),
  cookies: fc.array(
    headerValue.filter((text) => text !== ""),
    { maxLength: 3 },
  ),
});

export type GeneratedCall = typeof generatedCall extends fc.Arbitrary<infer Call> ? Call : never;

/** A generated call's body as it is sent. */
export const bytesOf = ({ body: sent }: GeneratedCall): Buffer =>
  sent === null ? Buffer.alloc(0) : Buffer.from(sent as Uint8Array);

/** The generated response's headers as names and values in turn. */
export function responseHeadersOf({ cookies, isChunked }: GeneratedCall, length: number): string[] {
  const raw = cookies.flatMap((cookie) => ["Set-Cookie", cookie]);
  return isChunked ? raw : [...raw, "Content-Length", String(length)];
}

/** Names in lower case and values, as a service gets them: JSON lists numeric names first, the proxy sends them last. */
export function receivedPairsOf(sent: GeneratedCall["headers"]): (readonly [string, string])[] {
  const pairs = Object.entries(sent).flatMap(([key, values]) =>
    values.map((value) => [key.toLowerCase(), value] as const),
  );
  return [...pairs.filter((pair) => !isNumber(pair)), ...pairs.filter(isNumber)];
}

const isNumber = ([name]: readonly [string, string]) => /^\d+$/.test(name);

/** A received request's names and values in their order, without those that are added on the way. */
export const pairsOf = (raw: readonly string[]): (readonly [string, string])[] =>
  raw.flatMap((name, i) => {
    const lower = name.toLowerCase();
    return i % 2 === 0 && !added.test(lower) ? [[lower, raw[i + 1]!] as const] : [];
  });

const added =
  /^(x-forwarded-.*|x-correlation-id|x-amzn-trace-id|traceparent|host|connection|content-length)$/;
