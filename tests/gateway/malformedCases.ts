/** The expected responses, and the requests that the backend should receive. */
interface Expected {
  /** The statuses in order; empty if the connection is closed without a response. */
  readonly responses: readonly number[];
  /** The method, URL and body of each request. @default none */
  readonly forwarded?: readonly (readonly [method: string, url: string, body?: string])[];
}

const refused: Expected = { responses: [400] };
const closed: Expected = { responses: [] };
const as = (url: string, method = "GET", body?: string): Expected => ({
  responses: [200],
  forwarded: [body === undefined ? [method, url] : [method, url, body]],
});

export const head = "Host: a\r\nConnection: close\r\n";
const get = (target: string, headers = "") => `GET ${target} HTTP/1.1\r\n${head}${headers}\r\n`;
export const post = (headers: string, body = "", target = "/dev/in/x") =>
  `POST ${target} HTTP/1.1\r\n${head}${headers}\r\n${body}`;
export const chunked = (body: string, headers = "") =>
  post(`Transfer-Encoding: chunked\r\n${headers}`, body);

/** Requests as Latin-1 texts by group and title. */
export const cases: Record<string, Record<string, readonly [bytes: string, expected: Expected]>> = {
  "the length of a body": {
    "one length": [post("Content-Length: 2\r\n", "ab"), as("/x", "POST", "ab")],
    "two lengths": [post("Content-Length: 2\r\nContent-Length: 3\r\n", "abc"), refused],
    "the same length twice": [post("Content-Length: 2\r\nContent-Length: 2\r\n", "ab"), refused],
    "lengths in a list": [post("Content-Length: 2, 2\r\n", "ab"), refused],
    "a length with a sign": [post("Content-Length: +2\r\n", "ab"), refused],
    "a negative length": [post("Content-Length: -2\r\n", "ab"), refused],
    "a hexadecimal length": [post("Content-Length: 0x2\r\n", "ab"), refused],
    "a length that is too large": [post("Content-Length: 99999999999999999999\r\n", "ab"), refused],
    "an empty length": [post("Content-Length: \r\n", "ab"), refused],
    "a length and chunks": [chunked("2\r\nab\r\n0\r\n\r\n", "Content-Length: 2\r\n"), refused],
    "chunks and a length": [
      post(
        "Content-Length: 2\r\nTransfer-Encoding: chunked\r\n",
        "0\r\n\r\nGET /dev/in/smuggled HTTP/1.1\r\nHost: a\r\n\r\n",
      ),
      refused,
    ],
    "an unknown encoding": [post("Transfer-Encoding: xchunked\r\n", "0\r\n\r\n"), closed],
    "an encoding twice": [chunked("0\r\n\r\n", "Transfer-Encoding: chunked\r\n"), refused],
    "an encoding after a tab": [
      post("Transfer-Encoding:\tchunked\r\nContent-Length: 3\r\n", "0\r\n\r\n"),
      refused,
    ],
    "chunked before another encoding": [
      post("Transfer-Encoding: chunked, gzip\r\n", "0\r\n\r\n"),
      refused,
    ],
    "an encoding in HTTP/1.0": [chunked("0\r\n\r\n").replace("HTTP/1.1", "HTTP/1.0"), refused],
  },
  chunks: {
    "valid chunks": [chunked("2\r\nab\r\n3;x=y\r\ncde\r\n0\r\n\r\n"), as("/x", "POST", "abcde")],
    "an invalid size": [chunked("zz\r\nab\r\n0\r\n\r\n"), closed],
    "a negative size": [chunked("-2\r\nab\r\n0\r\n\r\n"), closed],
    "a size with 0x": [chunked("0x2\r\nab\r\n0\r\n\r\n"), closed],
    "a size that is too large": [chunked("fffffffffffffffff\r\nab\r\n0\r\n\r\n"), closed],
    "more bytes than the size": [chunked("2\r\nabc\r\n0\r\n\r\n"), closed],
    "a bare line feed after a size": [chunked("2\nab\r\n0\r\n\r\n"), closed],
    "an extension that is too long": [
      chunked(`2;${"x".repeat(20_000)}\r\nab\r\n0\r\n\r\n`),
      closed,
    ],
    "trailers with another length": [chunked("2\r\nab\r\n0\r\nContent-Length: 9\r\n\r\n"), closed],
    "trailers, which are not forwarded": [
      chunked("2\r\nab\r\n0\r\nX-Late: 1\r\n\r\n"),
      as("/x", "POST", "ab"),
    ],
  },
  headers: {
    "a folded line": [get("/dev/in/x", "X-A: 1\r\n 2\r\n"), refused],
    "a space before the colon": [get("/dev/in/x", "X-A : 1\r\n"), refused],
    "a space at the start": [get("/dev/in/x", " X-A: 1\r\n"), refused],
    "no colon": [get("/dev/in/x", "X-A\r\n"), refused],
    "no name": [get("/dev/in/x", ": 1\r\n"), refused],
    "a name that is not a token": [get("/dev/in/x", "X(A): 1\r\n"), refused],
    "a null": [get("/dev/in/x", "X-A: 1\x002\r\n"), refused],
    "a bare carriage return": [get("/dev/in/x", "X-A: 1\r2\r\n"), refused],
    "a bare line feed": [get("/dev/in/x", "X-A: 1\nX-B: 2\r\n"), refused],
    "one header over the limit": [
      get("/dev/in/x", `X-A: ${"x".repeat(20_480)}\r\n`),
      { responses: [431] },
    ],
    "many headers over the limit": [
      get("/dev/in/x", "X-A: 1\r\n".repeat(2600)),
      { responses: [431] },
    ],
    "many headers within the limit": [get("/dev/in/x", "X-A: 1\r\n".repeat(1500)), as("/x")],
    "an unknown expectation": [get("/dev/in/x", "Expect: magic\r\n"), { responses: [417] }],
    "an override that is not a method": [
      get("/dev/in/x", "X-HTTP-Method-Override: G\u00cbT\r\n"),
      { responses: [403] },
    ],
  },
  hosts: {
    none: ["GET /dev/in/x HTTP/1.1\r\nConnection: close\r\n\r\n", refused],
    "an empty host": ["GET /dev/in/x HTTP/1.1\r\nHost:\r\nConnection: close\r\n\r\n", as("/x")],
    "two hosts": [get("/dev/in/x", "Host: b\r\n"), refused],
    "the same host twice": [get("/dev/in/x", "Host: a\r\n"), refused],
    "none in HTTP/1.0": ["GET /dev/in/x HTTP/1.0\r\n\r\n", as("/x")],
  },
  "request lines": {
    "HTTP/0.9": ["GET /dev/in/x\r\n\r\n", refused],
    "a later version": ["GET /dev/in/x HTTP/3.0\r\n\r\n", refused],
    "HTTP/2's preface": ["PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", refused],
    "a method in lower case": [get("/dev/in/x").replace("GET", "get"), refused],
    "an unknown method": [get("/dev/in/x").replace("GET", "BREW"), refused],
    TRACE: [get("/dev/in/x").replace("GET", "TRACE"), { responses: [403] }],
    CONNECT: ["CONNECT a:443 HTTP/1.1\r\nHost: a:443\r\n\r\n", closed],
    "an absolute URL": [get("http://a/dev/in/x"), refused],
    "an absolute URL of another host": [get("http://169.254.169.254/dev/in/x"), refused],
    "an asterisk": [get("*").replace("GET", "OPTIONS"), refused],
    "no slash": [get("dev/in/x"), refused],
    "two spaces, which count as one": [get(" /dev/in/x"), as("/x")],
    "a tab": [get("/dev/in/x").replace("GET ", "GET\t"), refused],
    "a space in the path": [get("/dev/in/x y"), refused],
    "a TLS handshake": ["\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03\r\n\r\n", refused],
    "a URL of more than 10 KB": [get(`/dev/in/${"x".repeat(10_240)}`), { responses: [414] }],
  },
  paths: {
    "//": [get("/dev/in//x"), as("//x")],
    "// before the stage": [get("//dev/in/x"), as("/x")],
    "..": [get("/dev/in/../out/x"), refused],
    ".. before the route": [get("/dev/out/../in/x"), { responses: [403] }],
    ".. before the stage": [get("/other/../dev/in/x"), { responses: [403] }],
    "%2e%2e": [get("/dev/in/%2e%2e/x"), refused],
    "%2E.": [get("/dev/in/%2E./x"), refused],
    "%2e%2e at the end": [get("/dev/in/x/%2e%2e"), refused],
    "%252e%252e, which is not a dot": [get("/dev/in/%252e%252e/x"), as("/%252e%252e/x")],
    "%2f, which does not separate segments": [get("/dev%2fin/x"), { responses: [403] }],
    "%2f in a parameter": [get("/dev/in/a%2fb"), as("/a%2fb")],
    "..%2f": [get("/dev/in/..%2fx"), refused],
    "..%5c": [get("/dev/in/..%5cx"), refused],
    "..;/": [get("/dev/in/..;/x"), refused],
    "%2e%2e%3b/": [get("/dev/in/%2e%2e%3b/x"), refused],
    ";": [get("/dev/in/x;y=1"), as("/x;y=1")],
    "; in a route": [get("/dev/in;y=1/x"), { responses: [403] }],
    "\\": [get("/dev/in/a\\b"), as("/a%5Cb")],
    "\\ for a slash": [get("/dev\\in\\x"), { responses: [403] }],
    "..\\": [get("/dev/in/..\\x"), refused],
    "%00": [get("/dev/in/x%00y"), refused],
    "a null": [get("/dev/in/x\0y"), refused],
    "%0d%0a, which stays escaped": [get("/dev/in/x%0d%0aX-A:1"), as("/x%0d%0aX-A:1")],
    "a lone %": [get("/dev/in/100%"), as("/100%")],
    "%zz": [get("/dev/in/%zz"), as("/%zz")],
    "overlong UTF-8 for a slash": [get("/dev/in/%c0%af..%c0%afx"), as("/%c0%af..%c0%afx")],
    "overlong UTF-8 for dots": [get("/dev/in/%c0%ae%c0%ae/x"), as("/%c0%ae%c0%ae/x")],
    "bytes that are not ASCII": [get("/dev/in/\xff\xfe"), refused],
    "an escaped letter in a route": [get("/dev/%69n/x"), { responses: [403] }],
    "a route in another case": [get("/dev/IN/x"), { responses: [403] }],
    "a fragment, which is ignored": [get("/dev/in/x#/../y"), as("/x")],
  },
  queries: {
    "a lone %": [get("/dev/in/x?a=%"), refused],
    "invalid UTF-8": [get("/dev/in/x?a=%ff"), refused],
    "overlong UTF-8": [get("/dev/in/x?a=%c0%af"), refused],
    "braces and bars": [get("/dev/in/x?a={b|c}"), refused],
    "dots in the query": [get("/dev/in/x?a=/../b"), as("/x?a=%2F..%2Fb")],
    "a null": [get("/dev/in/x?a=%00"), as("/x?a=%00")],
    "line ends, which stay escaped": [get("/dev/in/x?a=%0d%0aX-A:1"), as("/x?a=%0D%0AX-A%3A1")],
    "a second question mark": [get("/dev/in/x?a=1?b"), as("/x?a=1%3Fb")],
  },
  "pipelined requests": {
    "responses in order": [
      `${get("/dev/in/1").replace("close", "keep-alive")}${get("/dev/in/2")}`,
      {
        responses: [200, 200],
        forwarded: [
          ["GET", "/1"],
          ["GET", "/2"],
        ],
      },
    ],
    "a body in between": [
      `${post("Content-Length: 2\r\n", "ab").replace("close", "keep-alive")}${get("/dev/in/2")}`,
      {
        responses: [200, 200],
        forwarded: [
          ["POST", "/x", "ab"],
          ["GET", "/2"],
        ],
      },
    ],
    "no request after one that closes the connection": [
      `${get("/dev/in/1")}${get("/dev/in/2")}`,
      { responses: [], forwarded: [["GET", "/1"]] },
    ],
    "a body that resembles a request": [
      post(`Content-Length: ${get("/dev/in/2").length}\r\n`, get("/dev/in/2")),
      as("/x", "POST", get("/dev/in/2")),
    ],
  },
};
