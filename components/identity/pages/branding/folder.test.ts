import assert from "node:assert/strict";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { faultText } from "../../../shared/errors.ts";
import { readBranding } from "./folder.ts";
import { ico, jpeg, png, svg, webp } from "./testing/images.ts";

const settings = { components: { pageBackground: { lightMode: { color: "f2f5f5ff" } } } };

describe("the folder of the look of sign-in pages", () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), "branding-"));
  });
  afterEach(() => rm(folder, { recursive: true }));

  async function read(files: Record<string, string | Buffer>) {
    for (const [name, content] of Object.entries(files)) {
      await writeFile(join(folder, name), content);
    }
    const { branding, faults } = readBranding(folder, "pages.branding");
    const images = branding.images.map(
      ({ category, colorMode, extension }) => `${category} ${colorMode} ${extension}`,
    );
    const known = JSON.parse(branding.settings) as Record<string, unknown>;
    return { settings: known, images, faults: faults.map(faultText), branding };
  }

  it("has settings, and images that are named by where they are shown", async () => {
    const { images, faults, branding } = await read({
      "settings.json": JSON.stringify(settings),
      "favicon.ico": ico,
      "favicon.svg": svg(),
      "form-logo.dark.png": png,
      "form-logo.light.png": png,
      "page-background.jpg": jpeg,
      "page-header-logo.webp": webp,
      ".DS_Store": "x",
    });

    assert.deepEqual(faults, []);
    assert.deepEqual(images, [
      "FAVICON_ICO DYNAMIC ICO",
      "FAVICON_SVG DYNAMIC SVG",
      "FORM_LOGO DARK PNG",
      "FORM_LOGO LIGHT PNG",
      "PAGE_BACKGROUND DYNAMIC JPEG",
      "PAGE_HEADER_LOGO DYNAMIC WEBP",
    ]);
    assert.equal(branding.images[0]?.bytes, ico.toString("base64"));
  });

  it("shows its images, unless the settings say otherwise", async () => {
    const files = { "form-logo.png": png, "page-header-logo.png": png, "favicon.ico": ico };

    const shown = await read(files);
    const header = { logo: { enabled: false } };
    const hidden = await read({
      ...files,
      "settings.json": JSON.stringify({ components: { pageHeader: header } }),
    });

    assert.deepEqual(shown.settings, {
      categories: { global: { pageHeader: { enabled: true } } },
      components: {
        favicon: { enabledTypes: ["ICO"] },
        form: { logo: { enabled: true } },
        pageHeader: { logo: { enabled: true } },
      },
    });
    assert.deepEqual(hidden.settings["components"], {
      favicon: { enabledTypes: ["ICO"] },
      form: { logo: { enabled: true } },
      pageHeader: header,
    });
  });

  it("is the same however its settings are written", () =>
    fc.assert(
      fc.asyncProperty(fc.jsonValue(), async (value) => {
        const [one, other] = [
          { components: { a: value, b: 1 }, categories: {} },
          { categories: {}, components: { b: 1, a: value } },
        ];
        const compact = await read({ "settings.json": JSON.stringify(one) });
        const spread = await read({ "settings.json": JSON.stringify(other, undefined, 4) });

        assert.deepEqual(compact.settings, JSON.parse(JSON.stringify(one)));
        assert.equal(compact.branding.settings, spread.branding.settings);
      }),
      { numRuns: 50 },
    ));

  for (const name of [
    "logo.png",
    "form-logo.gif",
    "form-logo.blue.png",
    "Form-Logo.png",
    "favicon.png",
    "page-background",
    "settings.yaml",
    "form-logo..png",
    "constructor.png",
    "form-logo.constructor",
  ]) {
    it(`refuses ${name}, and names what may be there`, async () => {
      const { faults } = await read({ [name]: png });

      assert.equal(faults.length, 1);
      assert.ok(faults[0]?.includes(name));
      assert.match(
        faults[0]!,
        /is not a valid name; allowed: settings\.json, favicon\.ico, favicon\.svg, .* form-logo/,
      );
    });
  }

  it("refuses folders within it", async () => {
    await mkdir(join(folder, "form-logo.png"));

    assert.match((await read({})).faults[0]!, /\["form-logo\.png"\] is not a valid name/);
  });

  for (const [files, message] of [
    [{}, /^pages\.branding is ".*"; allowed: a folder with settings\.json or images/],
    [{ "settings.json": "{" }, /\["settings\.json"\] is ".*JSON.*"; allowed: JSON/],
    [{ "settings.json": "[]" }, /\["settings\.json"\] is \[\]; allowed: an object of settings/],
    [
      { "settings.json": '{"ManagedLoginBranding":{}}' },
      /is "ManagedLoginBranding"; allowed: .*categories.* Keep only the value of Settings/,
    ],
    [{ "settings.json": '{"css":{}}' }, /is "css"; .* Export it from the branding editor/],
    [{ "form-logo.png": "" }, /is "0 bytes"; allowed: an image of 1 to 1,000,000 bytes/],
    [{ "form-logo.png": Buffer.alloc(1_000_001) }, /is "1000001 bytes"/],
    [{ "form-logo.png": jpeg }, /is "another kind of file"; allowed: an image of the kind PNG/],
    [{ "form-logo.jpeg": png }, /allowed: an image of the kind JPEG/],
    [{ "form-logo.webp": svg() }, /allowed: an image of the kind WEBP/],
    [{ "favicon.ico": png }, /allowed: an image of the kind ICO/],
    [{ "form-logo.png": "\x89PNG" }, /allowed: an image of the kind PNG/],
    [
      { "form-logo.png": png, "form-logo.svg": svg() },
      /\["form-logo\.svg"\] is "a second one"; allowed: one image of a place and mode/,
    ],
    [
      {
        "form-logo.png": Buffer.concat([png, Buffer.alloc(800_000)]),
        "page-background.png": Buffer.concat([png, Buffer.alloc(800_000)]),
      },
      /^pages\.branding is "\d+ bytes in Base64"; allowed: at most 2,000,000 bytes/,
    ],
  ] as [Record<string, string | Buffer>, RegExp][]) {
    it(`refuses what Cognito would: ${String(message)}`, async () => {
      const { faults } = await read(files);

      assert.equal(faults.length, 1, faults.join("\n"));
      assert.match(faults[0]!, message);
    });
  }

  it("refuses more than 40 images", async () => {
    const places = "auth-app-graphic email-graphic form-background form-logo idp-button-icon";
    const others = "page-background page-footer-background page-footer-logo page-header-background";
    const last = "page-header-logo passkey-graphic password-graphic sms-graphic";
    const names = `${places} ${others} ${last}`.split(" ");
    const files = names.flatMap((place) =>
      ["", ".light", ".dark"].map((mode) => [`${place}${mode}.png`, png] as const),
    );

    const { faults } = await read({
      ...Object.fromEntries(files),
      "favicon.ico": ico,
      "favicon.svg": svg(),
    });

    assert.deepEqual(faults, ['pages.branding is "41 images"; allowed: at most 40 images.']);
  });

  describe("its SVG images", () => {
    for (const plain of [
      svg('<path d="M0 0h8v8z" fill="url(#a)"/>'),
      svg('<use href="#a"/><use xlink:href="#b"/><use href = "#c"/>'),
      svg(`<g fill="url('#a')" stroke="url( #b )" style='fill:url("#c")'/>`),
      svg('<image href="data:image/png;base64,iVBORw0KGgo="/>'),
      svg('<text font-size="8">Only once = on call</text>'),
      `<?xml version="1.0" encoding="UTF-8"?>\n<!-- Made by hand -->\n${svg()}`,
    ]) {
      it(`may be ${plain}`, async () => {
        assert.deepEqual((await read({ "form-logo.svg": plain })).faults, []);
      });
    }

    for (const unsafe of [
      svg("<script>alert(1)</script>"),
      svg("<svg:script>alert(1)</svg:script>"),
      svg("<SCRIPT href='data:,alert(1)'/>"),
      svg('<rect onload="alert(1)"/>'),
      svg('<rect\nonload = "alert(1)"/>'),
      svg('<rect id=">" onload="alert(1)"/>'),
      svg("<foreignObject><form/></foreignObject>"),
      svg('<a href="javascript:alert(1)"><rect/></a>'),
      svg('<a href="https://evil.example"><rect/></a>'),
      svg('<image href="https://evil.example/a.png"/>'),
      svg("<image href=//evil.example/a.png />"),
      svg('<image href="data:image/svg+xml;base64,PHN2Zy8+"/>'),
      svg('<use xlink:href="other.svg#a"/>'),
      svg('<rect fill="url(https://evil.example/#a)"/>'),
      svg("<style>@import 'https://evil.example'</style>"),
      `<!DOCTYPE svg [<!ENTITY a "b">]>${svg()}`,
      `<?xml version="1.0"?><?xml-stylesheet href="a.css"?>${svg()}`,
      "<html></html>",
      "text",
    ]) {
      it(`may not be ${unsafe}`, async () => {
        const { faults } = await read({ "form-logo.svg": unsafe });

        assert.equal(faults.length, 1);
        assert.match(faults[0]!, /\["form-logo\.svg"\] is ".*"; allowed: an SVG image without/s);
      });
    }
  });
});
