import assert from "node:assert/strict";
import { createPrivateKey, X509Certificate } from "node:crypto";
import { selfSigned } from "./selfSigned.ts";

describe("selfSigned", () => {
  for (const commonName of ["localhost", "ä".repeat(60)]) {
    it(`writes a certificate that Node.js reads, for ${commonName.slice(0, 9)}`, () => {
      const { certificate, privateKey, notBefore, notAfter } = selfSigned(commonName, 30);

      const read = new X509Certificate(certificate);

      assert.equal(read.subject, `CN=${commonName}`);
      assert.equal(read.issuer, read.subject);
      assert.ok(read.verify(read.publicKey));
      assert.ok(read.checkPrivateKey(createPrivateKey(privateKey)));
      assert.equal(new Date(read.validFrom).getTime(), notBefore.getTime());
      assert.equal(new Date(read.validTo).getTime(), notAfter.getTime());
      assert.equal(notAfter.getTime() - notBefore.getTime(), 30 * 86_400_000);
    });
  }

  it("is valid for the names of a server", () => {
    const names = ["api.world.example", ...Array.from({ length: 20 }, (_, n) => `r${n}.example`)];

    const read = new X509Certificate(selfSigned("a", 1, [...names, "127.0.0.1"]).certificate);

    for (const name of names) assert.equal(read.checkHost(name), name);
    assert.equal(read.checkHost("other.example"), undefined);
    assert.equal(read.checkIP("127.0.0.1"), "127.0.0.1");
    assert.ok(read.verify(read.publicKey));
  });

  it("has a new key and serial number each time", () => {
    const [a, b] = [selfSigned("a"), selfSigned("a")];

    assert.notEqual(a.privateKey, b.privateKey);
    assert.notEqual(
      new X509Certificate(a.certificate).serialNumber,
      new X509Certificate(b.certificate).serialNumber,
    );
  });
});
