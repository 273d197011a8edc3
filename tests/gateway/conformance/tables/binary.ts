import { example, type Case, type Table } from "../case.ts";
import { http, httpProxy, lambda, mock } from "../operations.ts";

const page = "2.8 D:api-gateway-payload-encodings-workflow";
const bytes = Buffer.from([0xff, 0xd8, 0x00, 0xfe]);
const base64 = bytes.toString("base64");
const png = "image/png";
const text = "text/plain";

const name = (value: string | Buffer) => (typeof value === "string" ? "text" : "bytes");

/** A request's type, handling and body, and the endpoint's body; undefined for a 500. */
const request = (
  type: string,
  handling: string | undefined,
  body: string | Buffer,
  expected?: string | Buffer,
): Case => ({
  fact: page,
  name: `a request of ${type}, ${handling ?? "no handling"}, ${name(body)}: ${expected === undefined ? "500" : name(expected)}`,
  operation: http({ ...(handling && { contentHandling: handling }) }),
  request: { line: "POST ~", headers: { "Content-Type": type }, body },
  expect:
    expected === undefined
      ? { status: 500, backend: null }
      : { status: 200, backend: { bytes: Buffer.from(expected) } },
});

/** A response's type, the accepted types, handling and body, and the client's body; undefined for a 500. */
const response = (
  type: string,
  accept: string,
  handling: string | undefined,
  body: string | Buffer,
  expected?: string | Buffer,
): Case => ({
  fact: page,
  name: `a response of ${type} for ${accept}, ${handling ?? "no handling"}, ${name(body)}: ${expected === undefined ? "500" : name(expected)}`,
  operation: http({
    responses: { default: { statusCode: "200", ...(handling && { contentHandling: handling }) } },
  }),
  request: { line: "POST ~", headers: { Accept: accept } },
  response: { headers: { "Content-Type": type }, body },
  expect: { status: expected === undefined ? 500 : 200, ...(expected && { body: expected }) },
});

const returned = (
  accept: string | undefined,
  isBase64Encoded: boolean,
  body: string | Buffer,
): Case => ({
  fact: "2.8 D:set-up-lambda-proxy-integrations",
  name: `a function's base64, ${isBase64Encoded ? "" : "not "}declared, accepting ${accept ?? "nothing"}: ${name(body)}`,
  operation: lambda(),
  request: { line: "GET ~", headers: accept ? { Accept: accept } : {} },
  response: { returns: { body: base64, isBase64Encoded, headers: { "Content-Type": png } } },
  expect: { status: 200, body },
});

const called = (
  type: string | undefined,
  body: string | Buffer,
  sent: string,
  isBase64Encoded: boolean,
): Case => ({
  fact: "2.8 D:set-up-lambda-proxy-integrations",
  name: `a body of ${type ?? "no type"} is ${isBase64Encoded ? "base64" : "text"} to a function`,
  operation: lambda(),
  request: { line: "POST ~", headers: type ? { "Content-Type": type } : {}, body },
  expect: { status: 200, backend: { body: sent, isBase64Encoded } },
});

const reads = { requestTemplates: { [png]: "$input.body", "application/json": "$input.body" } };

const someTypes: Table = {
  title: "2.8 binary types: image/png, audio/*",
  api: { binaryMediaTypes: [png, "audio/*"] },
  cases: [
    request(png, undefined, bytes, bytes),
    request(png, "CONVERT_TO_BINARY", bytes, bytes),
    request(png, "CONVERT_TO_TEXT", bytes, base64),
    request(`${png}; q=1`, undefined, bytes, bytes),
    request(text, undefined, "täxt", "täxt"),
    request(text, "CONVERT_TO_TEXT", "täxt", "täxt"),
    request(text, "CONVERT_TO_BINARY", base64, bytes),
    request(text, "CONVERT_TO_BINARY", "no base64!"),
    response(png, png, undefined, bytes, bytes),
    response(png, text, undefined, bytes, base64),
    response(text, png, undefined, base64, bytes),
    response(text, png, undefined, "no base64!"),
    response(text, text, undefined, "täxt", "täxt"),
    response(png, png, "CONVERT_TO_TEXT", bytes, base64),
    response(text, png, "CONVERT_TO_TEXT", "täxt", "täxt"),
    response(png, text, "CONVERT_TO_BINARY", bytes, bytes),
    response(text, text, "CONVERT_TO_BINARY", base64, bytes),
    response(text, text, "CONVERT_TO_BINARY", "no base64!"),
    response(png, `${png};q=0.5, ${text}`, undefined, bytes, bytes),
    response(png, `${text}, ${png}`, undefined, bytes, base64),
    example(page, "templates cannot read bytes", {
      operation: http(reads),
      request: { line: "POST ~", headers: { "Content-Type": png }, body: bytes },
      expect: { status: 500, backend: null },
    }),
    example(page, "templates can read converted bytes", {
      operation: http({ ...reads, contentHandling: "CONVERT_TO_TEXT" }),
      request: { line: "POST ~", headers: { "Content-Type": png }, body: bytes },
      expect: { status: 200, backend: { body: base64 } },
    }),
    example(page, "a proxied endpoint receives and returns bytes unchanged", {
      operation: httpProxy(),
      request: { line: "POST ~", headers: { "Content-Type": png, Accept: png }, body: bytes },
      response: { headers: { "Content-Type": png }, body: bytes },
      expect: { status: 200, body: bytes, backend: { bytes } },
    }),
    called(png, bytes, base64, true),
    called(`${png}; charset=x`, bytes, base64, true),
    called(text, "täxt", "täxt", false),
    called(undefined, "{}", "{}", false),
    { ...called("audio/wav", bytes, base64, true), fact: "2.8 LS" },
    returned(png, true, bytes),
    returned(`${png}, ${text}`, true, bytes),
    returned(`${text}, ${png}`, true, base64),
    returned(text, true, base64),
    returned(png, false, base64),
    returned(undefined, true, base64),
  ],
};

const everyType: Table = {
  title: "2.8 binary types: */*",
  api: { binaryMediaTypes: ["*/*"] },
  cases: [
    called(text, "text", Buffer.from("text").toString("base64"), true),
    called(png, bytes, base64, true),
    returned(png, true, bytes),
    returned("*/*", true, bytes),
    returned("text/html", false, base64),
    example("2.7 D:how-to-cors", "a mock without conversion to text fails", {
      operation: mock("{}"),
      request: "OPTIONS ~",
      expect: { status: 500 },
    }),
    example("2.7 D:how-to-cors", "a mock with conversion in both directions responds", {
      operation: mock("", {
        contentHandling: "CONVERT_TO_TEXT",
        responses: {
          default: {
            statusCode: "204",
            contentHandling: "CONVERT_TO_TEXT",
            responseParameters: { "method.response.header.Access-Control-Allow-Origin": "'*'" },
          },
        },
      }),
      request: "OPTIONS ~",
      expect: { status: 204, headers: { "access-control-allow-origin": "*" } },
    }),
  ],
};

export const binary: readonly Table[] = [someTypes, everyType];
