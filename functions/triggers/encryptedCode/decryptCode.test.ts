import assert from "node:assert/strict";
import { createCipheriv } from "node:crypto";
import { ByteReader } from "./byteReader.ts";
import { contentKey } from "./contentKey.ts";
import { decryptCode } from "./decryptCode.ts";
import { readHeader } from "./header.ts";
import { keyArn, LocalKey } from "./testing/localKey.ts";

const accepted = [0x0578, 0x0478, 0x0378, 0x0178];

/** Messages are made by AWS's own client. */
describe("an encrypted code", () => {
  const key = new LocalKey();

  const decrypt = (message: Buffer) =>
    decryptCode(message.toString("base64"), keyArn, key.decryptKey);

  for (const suite of accepted) {
    const name = suite.toString(16);

    it(`of suite ${name} is decrypted`, async () => {
      for (const text of ["", "1", "12345678", 'p4ss"wörd €', "x".repeat(1_000)]) {
        assert.equal(await decrypt(await key.encrypt(text, { suite })), text);
      }
    });

    it(`of suite ${name} is decrypted from several frames`, async () => {
      for (const frameLength of [1, 4, 8, 9]) {
        const message = await key.encrypt("12345678", { suite, frameLength });
        assert.equal(await decrypt(message), "12345678");
      }
    });

    it(`of suite ${name} is refused with any bit changed, and with any length`, async () => {
      const message = await key.encrypt("12345678", { suite, frameLength: 5 });

      for (let at = 0; at < message.length; at += 1) {
        const changed = Buffer.from(message);
        changed[at]! ^= 1 << (at % 8);
        await assert.rejects(decrypt(changed), `byte ${at}`);
        await assert.rejects(decrypt(message.subarray(0, at)), `${at} bytes`);
      }
      await assert.rejects(decrypt(Buffer.concat([message, Buffer.alloc(1)])), /follows its end/);
    });
  }

  it("is refused with frames in another order", async () => {
    const suite = 0x0178;
    const message = await key.encrypt("11112222", { suite, frameLength: 4 });
    const [tail, frame] = [4 + 4 + 12 + 4 + 16, 4 + 12 + 4 + 16];
    const start = message.length - tail - 2 * frame;
    // Two frames of four bytes, if the client ends with an empty one.
    const first = message.subarray(start, start + frame);
    const second = message.subarray(start + frame, start + 2 * frame);
    const rest = message.subarray(start + 2 * frame);
    const moved = Buffer.concat([message.subarray(0, start), second, first, rest]);

    await assert.rejects(decrypt(moved));
  });

  for (const suite of [0x0014, 0x0078, 0x0114, 0x0146, 0x0214, 0x0346]) {
    it(`of suite ${suite.toString(16).padStart(4, "0")} is refused`, async () => {
      const message = await key.encrypt("12345678", { suite });

      await assert.rejects(
        decrypt(message),
        /EncryptedMessageError: its suite \w+ is not accepted/,
      );
    });
  }

  it("of another key is refused without asking KMS", async () => {
    const message = await key.encrypt("12345678", { arn: keyArn.replace("1111", "2222") });
    const decryptKey = () => assert.fail("KMS was asked.");

    await assert.rejects(
      decryptCode(message.toString("base64"), keyArn, decryptKey),
      /it is for another key/,
    );
  });

  it("with another message's key is refused", async () => {
    for (const suite of accepted) {
      const [message, other] = [
        await key.encrypt("12345678", { suite }),
        await key.encrypt("12345678", { suite }),
      ];
      let otherKey = Buffer.alloc(0);
      await decryptCode(other.toString("base64"), keyArn, async (...args) => {
        return (otherKey = (await key.decryptKey(...args)) as Buffer<ArrayBuffer>);
      });

      await assert.rejects(
        decryptCode(message.toString("base64"), keyArn, async () => otherKey),
        /it was changed|does not commit/,
      );
    }
  });

  it("that commits to another key is refused, though its header is authentic", async () => {
    const message = await key.encrypt("12345678", { suite: 0x0478 });
    const header = readHeader(new ByteReader(message));
    const dataKey = await key.decryptKey(header.keys[0]!.ciphertext, header.context);
    const derived = contentKey(header, dataKey);
    const end = header.bytes.length;
    message[end - 1]! ^= 1;
    const cipher = createCipheriv("aes-256-gcm", derived, header.iv);
    cipher.setAAD(message.subarray(0, end)).final();
    cipher.getAuthTag().copy(message, end);

    await assert.rejects(decrypt(message), /it does not commit to its key/);
  });

  it("with the signature of another message is refused", async () => {
    const suite = 0x0578;
    const messages = [await key.encrypt("1", { suite }), await key.encrypt("1", { suite })];
    const [parts, others] = messages.map(signatureOf) as [Signed, Signed];

    await assert.rejects(
      decrypt(Buffer.concat([parts.signed, others.signature])),
      /its signature is wrong|it ends too early|follows its end/,
    );
  });

  for (const code of ["", "AA==", "12345678", "\u0000", "A".repeat(30_000)]) {
    it(`is refused as ${JSON.stringify(code.slice(0, 10))}`, async () => {
      await assert.rejects(decryptCode(code, keyArn, key.decryptKey), /EncryptedMessageError/);
    });
  }
});

interface Signed {
  readonly signed: Buffer;
  readonly signature: Buffer;
}

/** Its footer begins with two bytes of length, and a signature with byte 0x30. */
function signatureOf(message: Buffer): Signed {
  for (let length = 100; length < 106; length += 1) {
    const at = message.length - length - 2;
    if (message.readUInt16BE(at) === length && message[at + 2] === 0x30) {
      return { signed: message.subarray(0, at), signature: message.subarray(at) };
    }
  }
  return assert.fail("It has no signature.");
}
