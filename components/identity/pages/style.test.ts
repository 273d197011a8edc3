import assert from "node:assert/strict";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { recordResources } from "../../../tests/support/recordResources.ts";
import { faultsOf } from "../../shared/testing/refuses.ts";
import { definePlatform } from "../../platform/index.ts";
import { app, type IdentityOptions, UserDirectory } from "../index.ts";
import { png } from "./branding/testing/images.ts";

const callbackUrls = (clients: object) =>
  Object.fromEntries(
    Object.keys(clients)
      .filter((name) => name !== "api")
      .map((name) => [name, [`https://${name}.example.com/`]]),
  );

describe("the look of sign-in pages", () => {
  let folder: string;
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), "branding-"));
    for (const name of ["house", "partner"]) {
      await mkdir(join(folder, name));
      await writeFile(join(folder, name, "form-logo.png"), Buffer.concat([png, Buffer.from(name)]));
    }
    await writeFile(join(folder, "house", "settings.json"), '{ "components": {} }');
    await writeFile(join(folder, "logo.png"), png);
  });
  after(() => rm(folder, { recursive: true }));

  const record = ({ clients = {}, pages }: IdentityOptions) =>
    recordResources(
      () =>
        new UserDirectory("users", {
          ...{ region: "us-east-1", platformName: "Test", clients, pages },
          callbackUrls: callbackUrls(clients),
        }),
    );

  const styleOf = (name: string) => ({
    settings: '{"components":{"form":{"logo":{"enabled":true}}}}',
    assets: [
      {
        bytes: Buffer.concat([png, Buffer.from(name)]).toString("base64"),
        category: "FORM_LOGO",
        colorMode: "DYNAMIC",
        extension: "PNG",
      },
    ],
  });

  it("is Cognito's without an option", async () => {
    const recorded = await record({ clients: { web: app({ pages: true }), api: app() } });

    assert.deepEqual(recorded.names("ManagedLoginBranding"), ["users-web"]);
    assert.deepEqual(recorded.inputs("ManagedLoginBranding", "users-web"), {
      userPoolId: "users-id",
      clientId: "users-web-id",
      useCognitoProvidedValues: true,
    });
  });

  it("is that of a folder for all clients, except for one with its own", async () => {
    const recorded = await record({
      pages: { branding: join(folder, "house") },
      clients: {
        web: app({ pages: true }),
        app: app({ pages: true }),
        partner: app({ pages: true, branding: join(folder, "partner") }),
      },
    });

    for (const [name, look] of [
      ["web", "house"],
      ["app", "house"],
      ["partner", "partner"],
    ] as const) {
      assert.deepEqual(recorded.inputs("ManagedLoginBranding", `users-${name}`), {
        userPoolId: "users-id",
        clientId: `users-${name}-id`,
        ...styleOf(look),
      });
    }
  });

  const errors = (identity: IdentityOptions) =>
    faultsOf(() => definePlatform({ name: "Test", services: {}, routes: {}, identity })).map(
      String,
    );

  it("is checked by the definition", () => {
    const [error, ...others] = errors({
      pages: { branding: folder },
      clients: { web: app({ pages: true }) },
    }).filter((each) => !each.includes("house") && !each.includes("partner"));

    assert.deepEqual(others, []);
    assert.match(error!, /identity\.pages\.branding\["logo\.png"\] is not a valid name/);
  });

  for (const [identity, message] of [
    [
      { pages: { branding: "none/" }, clients: { web: app({ pages: true }) } },
      /pages\.branding is "none\/"; allowed: a folder with settings\.json or images/,
    ],
    [
      { pages: { branding: "none/" }, clients: { web: app() } },
      /pages\.branding is "none\/"; allowed: nothing without pages or providers/,
    ],
    [
      { clients: { web: app({ branding: "none/" }) } },
      /clients\.web\.branding is "none\/"; allowed: nothing without pages or providers/,
    ],
    [
      { clients: { web: app({ pages: true, branding: "none/" }) } },
      /clients\.web\.branding is "none\/"; allowed: a folder/,
    ],
    [{ pages: { branding: 1 } }, /pages\.branding is 1; allowed: a non-empty string/],
    [{ pages: { css: "a" } }, /unknown option "identity\.pages\.css"/],
  ] as [IdentityOptions, RegExp][]) {
    it(`refuses: ${String(message)}`, () => {
      const found = errors(identity);

      assert.ok(
        found.some((error) => message.test(error)),
        found.join("\n") || "accepted",
      );
    });
  }
});
