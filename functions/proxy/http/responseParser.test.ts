import assert from "node:assert/strict";
import { read } from "../../testing/parsedResponse.ts";

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
});
