import assert from "node:assert/strict";
import { request } from "node:http";
import { Duplex } from "node:stream";
import { buffer } from "node:stream/consumers";
import fc from "fast-check";
import { asFailure } from "../failure.ts";
import { responseParser } from "./responseParser.ts";

/** What a client has read of a response, or that it has refused it. */
type Reading = { status: number; rawHeaders: string[]; body: string } | "refused";

/** Feeds a response in parts, and then the end of the connection. */
function parse(parts: readonly Buffer[], method = "GET") {
  let head: { status: number; rawHeaders: string[] } | undefined;
  let keepsAlive: boolean | undefined;
  const body: Buffer[] = [];
  let used = 0;
  const parser = responseParser(method, {
    onHead: (status, rawHeaders) => (head = { status, rawHeaders }),
    onBody: (part) => body.push(Buffer.from(part)),
    onEnd: (value) => (keepsAlive = value),
  });
  let error: string | undefined;
  try {
    for (const part of parts) {
      if (keepsAlive !== undefined) break;
      parser.read(part);
      used += part.length;
    }
    if (keepsAlive === undefined && !parser.end()) error = "early end";
  } catch (thrown) {
    error = asFailure(thrown).message;
  }
  const reading: Reading =
    error === undefined ? { ...head!, body: Buffer.concat(body).toString("latin1") } : "refused";
  return { reading, error, keepsAlive, used };
}

const bytes = (text: string) => Buffer.from(text, "latin1");
const read = (text: string, method?: string) => parse([bytes(text)], method);

/** The same by Node.js's client. */
async function readByNode(text: string, method: string): Promise<Reading> {
  const connection = new Duplex({
    read() {},
    write(_chunk, _encoding, callback) {
      callback();
    },
  });
  return new Promise((resolve) => {
    const refuse = () => resolve("refused");
    const sent = request({ method, createConnection: () => connection, insecureHTTPParser: false });
    sent.on("error", refuse).on("upgrade", refuse).on("close", refuse);
    sent.on("response", (response) => {
      sent.off("close", refuse);
      response.on("error", refuse);
      buffer(response).then(
        (body) =>
          resolve({
            status: response.statusCode!,
            rawHeaders: response.rawHeaders,
            body: body.toString("latin1"),
          }),
        refuse,
      );
    });
    sent.end();
    setImmediate(() => {
      connection.push(bytes(text));
      connection.push(null);
    });
  });
}

const ok = "HTTP/1.1 200 OK\r\n";

describe("responseParser", () => {
  for (const [what, text, body, keepsAlive] of [
    ["a length", `${ok}Content-Length: 2\r\n\r\nok`, "ok", true],
    ["no body", `${ok}content-length: 0\r\n\r\n`, "", true],
    [
      "chunks, extensions and trailers",
      `${ok}Transfer-Encoding: Chunked\r\n\r\n1;a=b\r\no\r\n01\r\nk\r\n0\r\nX: 1\r\n\r\n`,
      "ok",
      true,
    ],
    ["the end of the connection", `${ok}\r\nok`, "ok", false],
    [
      "a connection to close",
      `${ok}Connection: x , Close\r\nContent-Length: 2\r\n\r\nok`,
      "ok",
      false,
    ],
    ["bytes behind it", `${ok}Content-Length: 2\r\n\r\nokmore`, "ok", false],
    ["HTTP/1.0", "HTTP/1.0 200 OK\r\nContent-Length: 2\r\n\r\nok", "ok", false],
    ["no reason", "HTTP/1.1 200\r\nContent-Length: 2\r\n\r\nok", "ok", true],
    [
      "informational responses",
      `HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early\r\nContent-Length: 9\r\n\r\n${ok}Content-Length: 2\r\n\r\nok`,
      "ok",
      true,
    ],
  ] as const) {
    it(`reads a response with ${what}`, () => {
      const response = read(text);

      assert.equal(response.error, undefined);
      assert.ok(response.reading !== "refused");
      assert.equal(response.reading.body, body);
      assert.equal(response.keepsAlive, keepsAlive);
    });
  }

  it("keeps names and values as they are, without spaces and tabs around a value", () => {
    const { reading } = read(
      `${ok}X-a:\t v \t w \r\nX-A:\r\nY: \xc3\xa0\r\nContent-Length: 0\r\n\r\n`,
    );

    assert.ok(reading !== "refused");
    // The second byte of `à` in UTF-8 is a space in Unicode.
    const expected = ["X-a", "v \t w", "X-A", "", "Y", "\xc3\xa0", "Content-Length", "0"];
    assert.deepEqual(reading.rawHeaders, expected);
  });

  for (const [what, text] of [
    ["another protocol", "SSH-2.0-OpenSSH_9.6\r\n\r\n"],
    ["another protocol without an end of line", "\x15\x03\x01"],
    ["HTTP/2", "HTTP/2 200\r\n\r\n"],
    ["a status of two digits", "HTTP/1.1 20 OK\r\n\r\n"],
    ["a status that is none", "HTTP/1.1 600 OK\r\n\r\n"],
    ["a change of the protocol", "HTTP/1.1 101 Switching\r\nUpgrade: x\r\n\r\n"],
    ["a line feed alone", "HTTP/1.1 200 OK\n\n"],
    ["a line feed alone after a header", `${ok}A: 1\nContent-Length: 0\r\n\r\n`],
    ["a carriage return within a value", `${ok}A: 1\rB: 2\r\n\r\n`],
    ["a zero byte", `${ok}A: 1\0\r\n\r\n`],
    ["a folded header", `${ok}A: 1\r\n b\r\n\r\n`],
    ["a space before the colon", `${ok}Content-Length : 2\r\n\r\nok`],
    ["a header without a name", `${ok}: 1\r\n\r\n`],
    ["a header without a colon", `${ok}abc\r\n\r\n`],
    ["two lengths", `${ok}Content-Length: 2\r\nContent-Length: 2\r\n\r\nok`],
    ["a list of lengths", `${ok}Content-Length: 2, 2\r\n\r\nok`],
    ["a signed length", `${ok}Content-Length: +2\r\n\r\nok`],
    ["a hexadecimal length", `${ok}Content-Length: 0x2\r\n\r\nok`],
    ["an endless length", `${ok}Content-Length: 9999999999999999\r\n\r\nok`],
    [
      "a length and chunks",
      `${ok}Content-Length: 2\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n`,
    ],
    ["two codings", `${ok}Transfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n`],
    ["another coding", `${ok}Transfer-Encoding: gzip\r\n\r\nok`],
    [
      "two lines of codings",
      `${ok}Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n`,
    ],
    ["chunks in HTTP/1.0", "HTTP/1.0 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"],
    ["a signed chunk size", `${ok}Transfer-Encoding: chunked\r\n\r\n+2\r\nok\r\n0\r\n\r\n`],
    ["a chunk size with a space", `${ok}Transfer-Encoding: chunked\r\n\r\n2 \r\nok\r\n0\r\n\r\n`],
    ["an endless chunk size", `${ok}Transfer-Encoding: chunked\r\n\r\nfffffffffffff\r\nok`],
    ["a chunk longer than its size", `${ok}Transfer-Encoding: chunked\r\n\r\n1\r\nok\r\n0\r\n\r\n`],
    ["an empty extension", `${ok}Transfer-Encoding: chunked\r\n\r\n0;\r\n\r\n`],
    ["a trailer that is none", `${ok}Transfer-Encoding: chunked\r\n\r\n0\r\nHTTP/1.1 200\r\n\r\n`],
    [
      "a length behind the body",
      `${ok}Transfer-Encoding: chunked\r\n\r\n0\r\nContent-Length: 2\r\n\r\n`,
    ],
    ["a tab behind its length", `${ok}Content-Length: 2\t\r\n\r\nok`],
    ["a colon before its coding", `${ok}Transfer-Encoding: :chunked\r\n\r\n0\r\n\r\n`],
    ["too few bytes", `${ok}Content-Length: 3\r\n\r\nok`],
    ["no last chunk", `${ok}Transfer-Encoding: chunked\r\n\r\n2\r\nok\r\n`],
  ] as const) {
    it(`refuses a response with ${what}`, () => {
      assert.equal(read(text).reading, "refused");
    });
  }

  for (const [what, text] of [
    ["a header", `${ok}A: ${"a".repeat(40_000)}\r\n\r\n`],
    ["a header without an end", `${ok}A: ${"a".repeat(40_000)}`],
    ["headers", ok + "A: 1\r\n".repeat(6_000)],
    ["trailers", `${ok}Transfer-Encoding: chunked\r\n\r\n0\r\n${"A: 1\r\n".repeat(6_000)}`],
    ["a chunk's extension", `${ok}Transfer-Encoding: chunked\r\n\r\n1;${"a".repeat(40_000)}`],
  ] as const) {
    it(`refuses more than 32 KB of ${what}`, () => {
      assert.match(read(text).error ?? "", /more than 32768 bytes/);
    });
  }

  for (const [method, status] of [
    ["HEAD", 200],
    ["GET", 204],
    ["GET", 304],
  ] as const) {
    it(`reads no body of ${status} for ${method}`, () => {
      const { reading, keepsAlive } = read(
        `HTTP/1.1 ${status} x\r\nContent-Length: 2\r\n\r\n`,
        method,
      );

      assert.deepEqual(reading, { status, rawHeaders: ["Content-Length", "2"], body: "" });
      assert.equal(keepsAlive, true);
    });
  }

  const header = fc.constantFrom(
    ...[
      "Content-Type: text/plain",
      "Set-Cookie: a=1",
      "Connection: close",
      "Connection: keep-alive",
    ],
    ...["X:", "Keep-Alive: timeout=5", "Y: \xe4\t b "],
  );
  const framed = fc.oneof(
    fc.string({ maxLength: 20 }).map((body) => [`Content-Length: ${body.length}`, body] as const),
    fc
      .array(fc.string({ minLength: 1, maxLength: 20 }), { maxLength: 4 })
      .map(
        (chunks) =>
          [
            "Transfer-Encoding: chunked",
            `${chunks.map((text) => `${text.length.toString(16)}\r\n${text}\r\n`).join("")}0\r\n\r\n`,
          ] as const,
      ),
    fc.string({ maxLength: 20 }).map((body) => ["X-End: close", body] as const),
  );
  const response = fc
    .tuple(
      fc.constantFrom("HTTP/1.1 200 OK", "HTTP/1.1 404", "HTTP/1.0 200 OK", "HTTP/1.1 304 x"),
      fc.array(header, { maxLength: 4 }),
      framed,
    )
    .map(([first, headers, [framing, body]]) =>
      [first, ...headers, framing, "", body].join("\r\n"),
    );

  it("reads a response in the same way, however it is cut into parts", () => {
    fc.assert(
      fc.property(response, fc.array(fc.nat(200), { maxLength: 8 }), (text, cuts) => {
        const all = bytes(text);
        const ends = [...cuts.filter((cut) => cut < all.length), all.length].sort((a, b) => a - b);
        const parts = ends.map((end, index) => all.subarray(ends[index - 1] ?? 0, end));

        assert.deepEqual(
          parse(parts.filter((part) => part.length > 0)).reading,
          read(text).reading,
        );
      }),
      { numRuns: 500 },
    );
  });

  const damage = fc.tuple(
    fc.nat(200),
    fc.nat(2),
    fc.constantFrom(
      ...[
        "\r",
        "\n",
        "\r\n",
        " ",
        "\t",
        ":",
        "\0",
        "0",
        "2",
        "f",
        ",",
        ";",
        "-",
        "+",
        "\x7f",
        "\xff",
      ],
      ...[
        "Content-Length: 2\r\n",
        "Transfer-Encoding: chunked\r\n",
        "chunked",
        "HTTP/1.1 100 x\r\n\r\n",
      ],
    ),
  );

  /** Node.js's parser is the reference: what it refuses, this one must refuse too. */
  it("accepts nothing that Node.js's client refuses, and reads the rest as it does", async () => {
    let accepted = 0;
    const check = async (text: string, damages: [number, number, string][], method: string) => {
      let damaged = text;
      for (const [at, removed, added] of damages) {
        damaged = damaged.slice(0, at) + added + damaged.slice(at + removed);
      }
      const each = Array.from(damaged, (byte) => bytes(byte));
      const { reading, used } = parse(each, method);
      if (reading === "refused") return;
      accepted += 1;
      // What follows the response is for nobody.
      assert.deepEqual(reading, await readByNode(damaged.slice(0, used), method));
    };
    await fc.assert(
      fc.asyncProperty(
        response,
        fc.array(damage, { maxLength: 3 }),
        fc.constantFrom("GET", "GET", "HEAD"),
        check,
      ),
      { numRuns: Number(process.env["PROXY_CASES"] ?? 1_000) },
    );
    assert.ok(accepted > 50, String(accepted));
  });
});
