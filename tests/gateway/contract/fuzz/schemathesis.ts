import { spawn } from "node:child_process";
import { once } from "node:events";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { environmentOf, install } from "../../../../local/python/install.ts";

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
  /** The contract's file. */
  readonly contract: string;
  /** The API's URL. */
  readonly url: string;
  /** Generated requests for each operation; further requests test the contract's limits. */
  readonly examples: number;
  readonly seed: number;
}

/** Sends requests generated from a contract, and prints the problems. @returns the exit code */
export async function fuzz({ contract, url, examples, seed }: Fuzzing): Promise<number> {
  const args = [
    ...["-m", "schemathesis.cli", "run", contract, "--url", url, "--checks", checks.join()],
    ...["--max-examples", String(examples), "--seed", String(seed)],
    // Redirects lead to other hosts.
    ...["--continue-on-failure", "--no-shrink", "--max-redirects", "0", "--warnings", "off"],
  ];
  const child = spawn(join(await installSchemathesis(), "bin", "python"), args, {
    stdio: ["ignore", "inherit", "inherit"],
    // It writes a cache into its working directory.
    cwd: dirname(contract),
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
