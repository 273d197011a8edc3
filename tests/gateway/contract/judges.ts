import { execFile } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { Spectral } from "@stoplight/spectral-core";
import { oas } from "@stoplight/spectral-rulesets";
import { environmentOf, install } from "../../../local/python/install.ts";

const requirements = fileURLToPath(new URL("requirements.txt", import.meta.url));

/** Returns the findings of Spectral's default rules for OpenAPI, `spectral:oas`. */
export async function lint(document: object): Promise<string[]> {
  const spectral = new Spectral();
  spectral.setRuleset({ extends: [oas] } as Parameters<typeof spectral.setRuleset>[0]);
  const found = await spectral.run(JSON.stringify(document));
  return found.map(({ code, path, message }) => `${code} ${path.join("/")}: ${message}`);
}

/** Runs openapi-spec-validator on documents. @throws when one of them is not valid OpenAPI */
export async function validate(documents: Readonly<Record<string, object>>): Promise<string> {
  const python = await installValidator();
  const folder = await mkdtemp(join(tmpdir(), "contracts-"));
  const files = Object.entries(documents).map(
    ([name, document]) => [join(folder, `${name}.json`), JSON.stringify(document)] as const,
  );
  try {
    await Promise.all(files.map(([file, text]) => writeFile(file, text)));
    const args = ["-m", "openapi_spec_validator", ...files.map(([file]) => file)];
    return (await promisify(execFile)(python, args)).stdout;
  } finally {
    await rm(folder, { recursive: true });
  }
}

async function installValidator(): Promise<string> {
  const folder = await install(
    {
      folder: "openapi-validator",
      requirements,
      announcement: "Installing openapi-spec-validator into the cache folder, once",
      subject: "openapi-spec-validator",
      purpose: "the test of the contract",
      otherwise: "",
      make: environmentOf(requirements, "--no-compile"),
    },
    console.log,
  );
  return join(folder, "bin", "python");
}
