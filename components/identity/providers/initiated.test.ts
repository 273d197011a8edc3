import assert from "node:assert/strict";
import { app, federation } from "../clients/options.ts";
import type { ClientOptions } from "../clients/options.ts";
import { detailsOf } from "./details.ts";
import { initiatedFaults } from "./initiated.ts";
import { google, saml } from "./kinds.ts";
import { secretConfig } from "./secrets.ts";

const metadataUrl = "https://idp.example.com/metadata";
const providers = {
  Acme: saml({ metadataUrl, idpInitiated: true }),
  Corp: saml({ metadataUrl }),
  Google: google({ clientId: "id", secret: secretConfig("google") }),
};

describe("sign-ins that begin at a SAML provider", () => {
  const faultsOf = (clients: ClientOptions["clients"]) =>
    initiatedFaults({ providers, clients }).map(({ argument, given }) => [argument, given]);

  it("are an option of the provider, beside sign-out and encryption", () => {
    const all = {
      signOut: true,
      encryptedResponses: true,
      idpInitiated: true,
      signRequests: false,
    };
    const details = detailsOf(saml({ metadataUrl, ...all }), () => assert.fail("it has no secret"));

    assert.deepEqual(details, {
      MetadataURL: metadataUrl,
      IDPSignout: "true",
      EncryptedResponses: "true",
      IDPInit: "true",
    });
  });

  it("are for clients of SAML providers alone", () => {
    const clients = {
      web: federation({ providers: ["Acme", "Corp"] }),
      social: app({ pages: true, providers: ["Google", "Corp"] }),
    };

    assert.deepEqual(faultsOf(clients), []);
  });

  it("are refused beside passwords and other kinds of providers", () => {
    const clients = {
      pages: app({ pages: true, providers: ["Acme"] }),
      mixed: federation({ providers: ["Google", "Acme"] }),
    };

    assert.deepEqual(faultsOf(clients), [
      ["clients.pages.pages", true],
      ["clients.mixed.providers", "Google"],
    ]);
  });
});
