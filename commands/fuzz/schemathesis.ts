import { spawn } from "node:child_process";
import { once } from "node:events";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { environmentOf, install } from "../../local/python/install.ts";

const requirements = fileURLToPath(new URL("requirements.txt", import.meta.url));

/** Server errors, and responses that are missing from the contract. */
const checks = [
  "not_a_server_error",
  "status_code_conformance",
  "content_type_conformance",
  "response_headers_conformance",
  "response_schema_conformance",
];

interface Fuzzing {
  /** An empty folder, which only this user can read. */
  readonly folder: string;
  /** The contract's file. */
  readonly contract: string;
  /** The API's URL. */
  readonly url: string;
  /** Generated requests for each operation; further requests test the contract's limits. */
  readonly examples: number;
  readonly seed: number;
  /** Headers of every request. */
  readonly headers: Readonly<Record<string, string>>;
}

/** Sends requests generated from a contract, and prints the problems. @returns the exit code */
export async function fuzz(fuzzing: Fuzzing): Promise<number> {
  const { folder, contract, url, examples, seed, headers } = fuzzing;
  // Other users can see the arguments of a process, but not this file. JSON's texts are TOML.
  const lines = Object.entries(headers).map(
    ([name, value]) => `${name} = ${JSON.stringify(value)}`,
  );
  await writeFile(join(folder, "schemathesis.toml"), ["[headers]", ...lines, ""].join("\n"));
  const args = [
    ...["-m", "schemathesis.cli", "run", contract, "--url", url, "--checks", checks.join()],
    ...["--max-examples", String(examples), "--seed", String(seed)],
    // Redirects lead to other hosts.
    ...["--continue-on-failure", "--no-shrink", "--max-redirects", "0", "--warnings", "off"],
  ];
  const child = spawn(join(await installSchemathesis(), "bin", "python"), args, {
    stdio: ["ignore", "inherit", "inherit"],
    // It reads its settings from its working directory, and writes a cache there.
    cwd: folder,
  });
  const [code] = (await once(child, "exit")) as [number | null];
  return code ?? 1;
}

const installSchemathesis = () =>
  install(
    {
      folder: "schemathesis",
      requirements,
      announcement: "Installing schemathesis into the cache folder, once",
      subject: "schemathesis",
      purpose: "npm run fuzz",
      otherwise: "",
      make: environmentOf(requirements, "--no-compile"),
    },
    console.log,
  );
