import { execFile } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync } from "node:fs";
import { mkdir, readdir, readFile, rename, rm } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { cacheFolder } from "../../project/cacheFolder.ts";
import { exclusively } from "../../project/lock.ts";
import { reportWhile } from "../../project/reportWhile.ts";

const run = promisify(execFile);
const fileOf = (name: string) => fileURLToPath(new URL(name, import.meta.url));
const pom = fileOf("pom.xml");
const hashes = fileOf("jars.sha256");

/** Copies what a pom.xml names; this version is in Debian's and Maven's own defaults. */
const copyGoal = "org.apache.maven.plugins:maven-dependency-plugin:2.8:copy-dependencies";

const oldestJava = 17;

/** OpenSearch can't be had on this machine. */
export class SearchInstallError extends Error {
  override readonly name = "SearchInstallError";
}

/** What starts OpenSearch. */
export interface SearchInstallation {
  /** Command of a Java that is new enough. */
  readonly java: string;
  /** Folder with its jars. */
  readonly jars: string;
}

/**
 * Finds Java, and the jars of OpenSearch in the user's cache folder; the first time, Maven downloads them (46 MB).
 *
 * @throws SearchInstallError when Java 17 or Maven is missing, or the jars can't be had
 */
export async function installOpenSearch(
  announce: (message: string) => void,
): Promise<SearchInstallation> {
  const java = await findJava();
  const jars = await cacheFolder("opensearch", hashes);
  if (existsSync(jars)) return { java, jars };
  await exclusively(`${jars}.lock`, async () => {
    if (!existsSync(jars)) await download(jars, announce);
  });
  return { java, jars };
}

/** Filled beside its final path and renamed, so that an interrupted download leaves nothing behind. */
async function download(jars: string, announce: (message: string) => void) {
  announce("Downloading OpenSearch with Maven, once (46 MB)");
  const stopReporting = reportWhile("Still downloading OpenSearch", announce);
  const temporary = `${jars}.${process.pid}`;
  await mkdir(temporary, { recursive: true });
  try {
    await run("mvn", ["-q", "-B", "-f", pom, copyGoal, `-DoutputDirectory=${temporary}`]);
    await checkJars(temporary);
    await rename(temporary, jars);
  } catch (error) {
    throw installError(error as Error & { code?: unknown; stdout?: string });
  } finally {
    stopReporting();
    await rm(temporary, { recursive: true, force: true });
  }
}

function installError(error: Error & { code?: unknown; stdout?: string }): Error {
  if (error instanceof SearchInstallError) return error;
  if (error.code === "ENOENT") {
    return new SearchInstallError(
      "OpenSearch for --search comes by Maven, and no `mvn` was found on PATH.\n" +
        "Install Maven (Debian and Ubuntu: apt-get install maven; macOS: brew install maven), or start without --search.",
    );
  }
  const said = error.stdout?.match(/^.*\[ERROR\].*/m)?.[0] ?? error.message;
  return new SearchInstallError(
    `OpenSearch could not be downloaded: ${said}\n` +
      "Maven needs Maven Central or a mirror of it (~/.m2/settings.xml). Start without --search meanwhile.",
  );
}

/** Only the listed jars with the listed contents are ever run. */
async function checkJars(folder: string) {
  const listed = new Map(
    (await readFile(hashes, "utf8"))
      .trim()
      .split("\n")
      .map((line) => line.split(/\s+/, 2).reverse() as [string, string]),
  );
  const found = await readdir(folder);
  for (const name of new Set([...found, ...listed.keys()])) {
    const content = await readFile(join(folder, name)).catch(() => undefined);
    const hash = content && createHash("sha256").update(content).digest("hex");
    if (hash === listed.get(name)) continue;
    throw new SearchInstallError(
      `${name} is ${hash === undefined ? "missing" : "not the expected file"}: Maven's repository has other contents ` +
        "than local/search/jars.sha256 lists, so OpenSearch was not installed.",
    );
  }
}

/** @throws SearchInstallError */
async function findJava(): Promise<string> {
  const home = process.env["JAVA_HOME"];
  const found: string[] = [];
  for (const java of [...(home ? [join(home, "bin", "java")] : []), "java"]) {
    const version = await javaVersion(java);
    if (version === undefined) continue;
    if (version >= oldestJava) return java;
    found.push(`${java} is version ${version}`);
  }
  throw new SearchInstallError(
    `OpenSearch for --search needs Java ${oldestJava} or newer; ${found.join(", ") || "no Java was found"}.\n` +
      "Install it (Debian and Ubuntu: apt-get install openjdk-17-jre-headless maven; macOS: brew install openjdk maven) " +
      "or set JAVA_HOME, or start without --search.",
  );
}

async function javaVersion(java: string): Promise<number | undefined> {
  try {
    const { stderr } = await run(java, ["-version"]);
    return Number(/version "(\d+)/.exec(stderr)?.[1] ?? Number.NaN) || undefined;
  } catch {
    return undefined;
  }
}
