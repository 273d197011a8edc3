import type { ViewerRequest } from "../viewer/viewerRequest.ts";

/** A value of an event; `multiValue` is set if the name occurs several times. */
interface Value {
  readonly value: string;
  readonly multiValue?: readonly { readonly value: string }[];
}

type Values = Readonly<Record<string, Value>>;

/** The request in an event. */
export interface RequestEvent {
  readonly method: string;
  readonly uri: string;
  readonly querystring: Values;
  readonly headers: Values;
  readonly cookies: Values;
}

/** The response in an event, or as a function generates it. */
export interface ResponseEvent {
  readonly statusCode: number;
  readonly statusDescription?: string;
  readonly headers?: Values;
  readonly cookies?: Readonly<Record<string, Value & { readonly attributes?: string }>>;
  readonly body?: string | { readonly encoding: "text" | "base64"; readonly data: string };
}

/** A viewer's request as a CloudFront function sees it. (CloudFront Developer Guide, "CloudFront Functions event structure") */
export function requestEvent({ method, path, query, headers }: ViewerRequest): RequestEvent {
  const others = Object.entries(headers).filter(
    ([name, value]) => name !== "cookie" && value !== undefined && !name.startsWith(":"),
  );
  return {
    method,
    uri: path,
    querystring: grouped(pairsOf(query, "&")),
    headers: grouped(others.flatMap(([name, value]) => [value!].flat().map((one) => [name, one]))),
    cookies: grouped(pairsOf(headers.cookie ?? "", ";")),
  };
}

const pairsOf = (text: string, separator: string): [string, string][] =>
  text
    .split(separator)
    .map((pair) => pair.trim())
    .filter((pair) => pair !== "")
    .map((pair) => {
      const at = pair.indexOf("=");
      return at < 0 ? [pair, ""] : [pair.slice(0, at), pair.slice(at + 1)];
    });

function grouped(pairs: readonly (readonly string[])[]): Values {
  const values = new Map<string, string[]>();
  for (const [name = "", value = ""] of pairs)
    values.set(name, [...(values.get(name) ?? []), value]);
  return Object.fromEntries(
    [...values].map(([name, all]) => [
      name,
      all.length === 1
        ? { value: all[0]! }
        : { value: all[0]!, multiValue: all.map((value) => ({ value })) },
    ]),
  );
}

/** A request as a function has changed it. Its method and host are read-only. */
export function changedRequest(
  viewer: ViewerRequest,
  before: RequestEvent,
  after: RequestEvent,
): ViewerRequest {
  const isSame = (part: "querystring" | "headers" | "cookies") =>
    JSON.stringify(before[part]) === JSON.stringify(after[part]);
  const changed = { ...viewer, path: after.uri };
  const query = isSame("querystring")
    ? viewer.query
    : flat(after.querystring)
        .map(([name, value]) => (value === "" ? name : `${name}=${value}`))
        .join("&");
  if (isSame("headers") && isSame("cookies")) return { ...changed, query };

  const { host } = viewer.headers;
  const cookie = flat(after.cookies)
    .map(([name, value]) => `${name}=${value}`)
    .join("; ");
  const rawHeaders = [
    ...(host === undefined ? [] : ["host", host]),
    ...flat(after.headers)
      .filter(([name]) => name !== "host" && name !== "cookie")
      .flat(),
    ...(cookie === "" ? [] : ["cookie", cookie]),
  ];
  const headers: Record<string, string> = {};
  for (let index = 0; index < rawHeaders.length; index += 2) {
    const name = rawHeaders[index]!.toLowerCase();
    const value = rawHeaders[index + 1]!;
    headers[name] = headers[name] === undefined ? value : `${headers[name]}, ${value}`;
  }
  return { ...changed, query, rawHeaders, headers };
}

/** Names and values, with several values for a name in their order. */
const flat = (values: Values | undefined): [string, string][] =>
  Object.entries(values ?? {}).flatMap(([name, { value, multiValue }]) =>
    (multiValue ?? [{ value }]).map((one): [string, string] => [name, one.value]),
  );

/** The headers and the body of a response that a function generates. */
export function generatedResponse({ headers, cookies, body }: ResponseEvent) {
  const setCookies = Object.entries(cookies ?? {}).map(([name, { value, attributes }]) => [
    "set-cookie",
    `${name}=${value}${attributes ? `; ${attributes}` : ""}`,
  ]);
  const content = typeof body === "string" ? { encoding: "text", data: body } : body;
  const encoding = content?.encoding === "base64" ? "base64" : "utf8";
  return {
    headers: [...flat(headers), ...setCookies].flat(),
    body: Buffer.from(content?.data ?? "", encoding),
  };
}
