import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { compileFunction } from "node:vm";
import * as api from "../api/index.ts";
import type { PlatformDefinition } from "./definition.ts";
import { definePlatform } from "./index.ts";

const pages = ["identity", "identity-providers", "messages", "tokens", "triggers"];

/** What a reader of the documentation types into a definition, by page. */
const snippets = pages.flatMap((page) => {
  const text = readFileSync(`docs/${page}.md`, "utf8");
  return [...text.matchAll(/^```ts\n([^]*?)^```/gm)]
    .filter(([, code]) => /^(identity|triggers|routes|services): \{/m.test(code!))
    .map(({ 1: code, index }) => ({ page, code: code!, before: text.slice(0, index) }));
});

type Part = Record<string, Record<string, object>>;

/** The members of the definition. Names must be imported there, or before on the page, or already in stacks/platform.ts. */
async function read(code: string, before: string): Promise<Part> {
  const { contract, from, lambdaProxy, sqs } = api;
  const names: Record<string, unknown> = { contract, from, lambdaProxy, sqs };
  for (const [, imported, path] of (before + code).matchAll(
    /^import \{([^}]*)\} from "\.(.*)";$/gm,
  )) {
    if (!path!.startsWith("./components/")) continue;
    const module = (await import(`../..${path!.slice(1)}`)) as Record<string, unknown>;
    for (const name of imported!.split(",").map((each) => each.trim())) names[name] = module[name];
  }
  const members = code
    .replace(/^import .*$/gm, "")
    .replaceAll(/, … /g, " ")
    // The formatter's.
    .replaceAll(";\n", ",\n")
    .replace(/^\}\n(?=identity)/m, "},\n")
    .replace(/^triggers: (\{[^]*\}),$/m, "identity: { triggers: $1 },")
    // A team's own modules and folders: components/identity/pages has tests of these.
    .replaceAll(/(entry: )"[^"]*"/g, '$1"tests/examples/handlers/preSignUp.ts"')
    .replaceAll(/branding: "[^"]*"/g, "");
  const build = compileFunction(`return {${members}}`, Object.keys(names)) as (
    ...values: unknown[]
  ) => Part;
  return build(...Object.values(names));
}

/** The snippet in a platform that has what it refers to. */
const platformWith = ({ services = {}, ...part }: Part): PlatformDefinition =>
  ({
    name: "Documented",
    services: { orders: { directory: "services/orders", ...services["orders"] } },
    ...part,
    routes: { "GET /health": api.lambdaProxy("orders", { auth: "none" }), ...part["routes"] },
  }) as unknown as PlatformDefinition;

describe("the documentation's definitions of users", () => {
  it("are found", () => {
    assert.ok(snippets.length >= 8, String(snippets.length));
  });

  for (const { page, code, before } of snippets) {
    const [title] = code.replace(/^import .*\n+/gm, "").split("\n", 2);
    it(`docs/${page}.md: ${title} is accepted as it stands`, async () => {
      definePlatform(platformWith(await read(code, before)));
    });
  }
});
