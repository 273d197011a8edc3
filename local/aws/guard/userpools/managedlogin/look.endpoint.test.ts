import {
  type AssetType,
  CreateManagedLoginBrandingCommand,
} from "@aws-sdk/client-cognito-identity-provider";
import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { miniStack } from "../../../cognito/testing/miniStack.ts";
import { UserPool } from "../testing/userPool.ts";
import { callback, Visitor } from "./testing/visitor.ts";

const logo = '<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>';
const asset = (Category: string, more: Partial<AssetType> = {}) =>
  ({
    Category,
    ColorMode: "DYNAMIC",
    Extension: "SVG",
    Bytes: Buffer.from(logo),
    ...more,
  }) as AssetType;
const data = `data:image/svg+xml;base64,${Buffer.from(logo).toString("base64")}`;

/** Parts of a style that these pages have. Where and how large Cognito shows them is not told here. */
describe("the look of managed login's pages", () => {
  const stack = miniStack();

  /** The sign-in page of a new pool's client with a style. */
  async function page(Settings: object, Assets: AssetType[] = []) {
    const client = await UserPool.create(
      stack.aws,
      { UserPoolTier: "ESSENTIALS" },
      {
        AllowedOAuthFlows: ["code"],
        AllowedOAuthScopes: ["openid"],
        AllowedOAuthFlowsUserPoolClient: true,
        CallbackURLs: [callback],
      },
    );
    const { userPoolId: UserPoolId, clientId: ClientId } = client;
    await stack.aws.cognito.send(
      new CreateManagedLoginBrandingCommand({
        ...{ UserPoolId, ClientId, Assets },
        Settings: Settings as never,
      }),
    );
    const { status, text, headers } = await new Visitor(client).open();
    assert.equal(status, 200);
    const css = /<style>([^]*?)<\/style>/.exec(text)![1]!;
    const policy = headers.get("content-security-policy")!;
    const digest = createHash("sha256").update(css).digest("base64");
    assert.ok(policy.includes(`style-src 'sha256-${digest}'`), "its own style is applied");
    return { text, css, policy, headers };
  }

  it("has the style's colours, corners and images", async () => {
    const { text, css } = await page(
      {
        components: {
          form: { borderRadius: 4.5, lightMode: { backgroundColor: "FFFFFFFF" } },
          pageBackground: { lightMode: { color: "f2f5f5ff" }, darkMode: { color: "0f1b2aff" } },
          primaryButton: { lightMode: { defaults: { backgroundColor: "005db2ff" } } },
        },
      },
      [asset("FORM_LOGO"), asset("FAVICON_SVG"), asset("PAGE_BACKGROUND")],
    );

    assert.match(css, /main\{border-radius:4\.5px\}/);
    assert.match(css, /main\{background-color:#FFFFFFFF\}/);
    assert.match(css, /body\{background-color:#f2f5f5ff\}/);
    assert.match(css, /button\{background-color:#005db2ff;border-color:#005db2ff\}/);
    assert.doesNotMatch(css, /0f1b2aff/);
    assert.ok(css.includes(`body{background-image:url("${data}")`));
    assert.ok(text.includes(`<link rel="icon" href="${data}">`));
    assert.ok(text.includes(`<img alt="" src="${data}">`));
  });

  it("follows the browser's dark mode where the style does", async () => {
    const dark = asset("FORM_LOGO", { ColorMode: "DARK", Bytes: Buffer.from("<svg/>") });
    const settings = (colorSchemeMode: string) => ({
      categories: { global: { colorSchemeMode } },
      components: {
        pageBackground: { lightMode: { color: "f2f5f5ff" }, darkMode: { color: "0f1b2aff" } },
      },
    });

    const both = await page(settings("DYNAMIC"), [
      asset("FORM_LOGO", { ColorMode: "LIGHT" }),
      dark,
    ]);
    const night = await page(settings("DARK"), [dark]);

    const media = /@media\(prefers-color-scheme:dark\)\{body\{background-color:#0f1b2aff\}\}/;
    assert.match(both.css, media);
    assert.match(both.css, /body\{background-color:#f2f5f5ff\}/);
    assert.match(both.text, /<source srcset="data:[^"]+" media="\(prefers-color-scheme: dark\)">/);
    assert.match(night.css, /body\{background-color:#0f1b2aff\}/);
    assert.doesNotMatch(night.css, /@media/);
    assert.match(night.text, /<img alt="" src="data:image\/svg\+xml;base64,PHN2Zy8\+">/);
  });

  it("leaves out images that the settings turn off", async () => {
    const off = { enabled: false };
    const { text, css } = await page(
      { components: { form: { logo: off }, pageBackground: { image: off } } },
      [asset("FORM_LOGO"), asset("PAGE_BACKGROUND")],
    );

    assert.doesNotMatch(text, /<img/);
    assert.doesNotMatch(css, /url\(/);
  });

  for (const evil of [
    "red;}</style><script>alert(1)</script>",
    'ffffffff;background:url("https://evil.example")',
    "ffffff",
    "gggggggg",
    "ffffffff\n",
    5,
    ["ffffffff"],
    { toString: "ffffffff" },
  ]) {
    it(`takes no ${JSON.stringify(evil)} for a colour or a length`, async () => {
      const { css, text } = await page({
        components: {
          pageBackground: { lightMode: { color: evil } },
          form: { borderRadius: evil === 5 ? 1e9 : evil, lightMode: evil },
        },
      });
      const plain = await page({});

      assert.equal(css, plain.css);
      assert.doesNotMatch(text, /evil|alert\(/);
    });
  }

  it("runs nothing of an image, and loads nothing from elsewhere", async () => {
    const { text, policy, headers } = await page({}, [asset("FORM_LOGO"), asset("FAVICON_SVG")]);

    assert.doesNotMatch(text, /<script|<svg/);
    assert.match(policy, /default-src 'none'.*img-src data:;/);
    assert.doesNotMatch(policy, /unsafe|https?:/);
    assert.equal(headers.get("x-content-type-options"), "nosniff");
  });
});
