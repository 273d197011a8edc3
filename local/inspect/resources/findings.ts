import type { Finding, Findings } from "../../apiTypes/resources.ts";
import { execFile } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import type { InspectedRegion } from "../inspectedRegion.ts";
import type { Resource } from "../../graph/resource.ts";
import { stackExport } from "./stackExport.ts";

/** The policies could not be applied. */
export class JudgeError extends Error {
  override readonly name = "JudgeError";
}

const runner = fileURLToPath(new URL("../../../scripts/run.mjs", import.meta.url));

/** The command ends with 1 if there are findings. */
const maxBytes = 64 * 1_048_576;
const timeoutMs = 120_000;

/**
 * Applies the policy packs to regions' resources: in a process of its own, because it takes seconds, one region
 * after the other, and once for each evaluation.
 */
export class PolicyFindings {
  readonly #known = new WeakMap<readonly Resource[], Promise<Findings>>();
  #last: Promise<unknown> = Promise.resolve();

  /** @throws JudgeError; the next call tries again */
  of({ name, resources }: InspectedRegion): Promise<Findings> {
    const known = this.#known.get(resources);
    if (known) return known;
    const judged = this.#last.then(() => judge(resources, name));
    this.#last = judged.catch(() => this.#known.delete(resources));
    this.#known.set(resources, judged);
    return judged;
  }
}

async function judge(resources: readonly Resource[], region: string): Promise<Findings> {
  // Readable for this user only, because the export has the values of secrets.
  const folder = await mkdtemp(join(tmpdir(), "palisade-policies-"));
  try {
    const file = join(folder, "export.json");
    await writeFile(file, stackExport(resources, region), { mode: 0o600 });
    const { rules, findings } = JSON.parse(await policyReport(file)) as Findings;
    return { rules, findings: findings.map(withDoubt) };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** The local evaluation ignores transforms of a remote component's children, by which a program may change them. */
const withDoubt = (finding: Finding): Finding =>
  /[:$]awsx:\w+:\w+\$/.test(finding.urn) ? { ...finding, doubt } : finding;

const doubt =
  "The program's transforms of this component's children are not applied on this machine, so on AWS this may be set.";

async function policyReport(file: string): Promise<string> {
  const args = [runner, "policy", "--graph", file, "--format", "json"];
  try {
    const { stdout } = await promisify(execFile)(process.execPath, args, {
      maxBuffer: maxBytes,
      timeout: timeoutMs,
    });
    return stdout;
  } catch (error) {
    const { code, stdout, stderr, message } = error as Error & {
      code?: unknown;
      stdout?: string;
      stderr?: string;
    };
    if (code === 1 && stdout) return stdout;
    throw new JudgeError(`The policies could not be applied: ${stderr?.trim() || message}`);
  }
}
