import assert from "node:assert/strict";
import { request } from "node:http";
import { Duplex } from "node:stream";
import { buffer } from "node:stream/consumers";
import fc from "fast-check";
import { bytes, parse, read, type Reading } from "../../testing/parsedResponse.ts";

/** A response as it is read by Node.js's client. */
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

describe("any response", () => {
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

  it("is read in the same way, however it is cut into parts", () => {
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
  it("is refused if Node.js's client refuses it, or read as it does", async () => {
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
