import { AdminGetUserCommand } from "@aws-sdk/client-cognito-identity-provider";
import assert from "node:assert/strict";
import { createPrivateKey, X509Certificate } from "node:crypto";
import { selfSigned } from "../../../../selfSigned.ts";
import { miniStack } from "../../../cognito/testing/miniStack.ts";
import { FederatedPool } from "./testing/federatedPool.ts";
import { hasValidSignature, type SamlResponse, SamlProvider } from "./testing/samlProvider.ts";
import { wrappings } from "./testing/wrapping.ts";

const own = selfSigned("provider");
const other = selfSigned("provider");
const certificate = new X509Certificate(own.certificate);
const foreign = new X509Certificate(other.certificate).raw.toString("base64");
/** Nested entities, which would be 10^9 times as long. */
const growing = Array.from({ length: 9 }, (_, n) => {
  const content = n === 0 ? "admin" : `&e${n - 1};`.repeat(10);
  return `<!ENTITY e${n} "${content}">`;
}).join("");

/** Attacks that need a valid response of the provider. What each one would do: it signs "admin" in instead of "ann". */
describe("a SAML response under attack", () => {
  const stack = miniStack();
  let provider: SamlProvider;
  let pool: FederatedPool;

  before(async () => {
    const key = createPrivateKey(own.privateKey);
    provider = await SamlProvider.start(key, certificate);
    pool = await FederatedPool.create(stack.aws);
    await pool.addProvider(
      "Acme",
      { MetadataFile: provider.metadata },
      { ProviderType: "SAML", AttributeMapping: {} },
    );
    pool = await pool.withClient(["Acme"]);
  });
  after(() => provider?.close());

  const assertRefused = async (lie: Partial<SamlResponse>) => {
    provider.lie = lie;
    const { error, code } = await pool.begin("Acme");

    assert.deepEqual([error, code], ["invalid_request", undefined]);
    const user = { UserPoolId: pool.pool.userPoolId, Username: "Acme_admin" };
    await assert.rejects(stack.aws.cognito.send(new AdminGetUserCommand(user)), {
      name: "UserNotFoundException",
    });
  };

  it("signs in without one, by each of the signatures", async () => {
    for (const signs of ["Response", "Assertion"] as const) {
      provider.lie = { signs };
      assert.equal((await pool.signIn("Acme")).id["cognito:username"], "Acme_ann");
    }
  });

  for (const [title, { signs, wrap }] of Object.entries(wrappings)) {
    it(`is refused with ${title}`, async () => {
      let sent = "";
      await assertRefused({ signs, change: (xml) => (sent = wrap(xml)) });

      assert.match(sent, />admin</);
      assert.equal(hasValidSignature(sent, certificate), true);
    });
  }

  const cases: Record<string, Partial<SamlResponse>> = {
    "an HMAC by the certificate as the secret": { hmac: own.certificate, nameId: "admin" },
    "an HMAC by an empty secret": { hmac: "", nameId: "admin" },
    "the attacker's certificate beside their signature": {
      nameId: "admin",
      key: createPrivateKey(other.privateKey),
      change: (xml) =>
        xml.replace(
          "</SignatureValue>",
          `</SignatureValue><KeyInfo><X509Data><X509Certificate>${foreign}</X509Certificate></X509Data></KeyInfo>`,
        ),
    },
    "a signature without a reference": {
      change: (xml) => xml.replace(/<Reference.*<\/Reference>/s, "").replace(">ann<", ">admin<"),
    },
    "another destination": {
      change: (xml) => xml.replace(/Destination="[^"]*"/, 'Destination="https://evil.example/"'),
    },
    "entities that grow": {
      change: (xml) => `<!DOCTYPE x [${growing}]>${xml.replace(">ann<", ">&e8;<")}`,
    },
    "an entity in a file": {
      change: (xml) =>
        `<!DOCTYPE x [<!ENTITY admin SYSTEM "file:///etc/hostname">]>${xml.replace(">ann<", ">&admin;<")}`,
    },
  };
  for (const [title, lie] of Object.entries(cases)) {
    it(`is refused with ${title}`, () => assertRefused(lie));
  }
});
