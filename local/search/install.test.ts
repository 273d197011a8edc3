import assert from "node:assert/strict";
import { chmod, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { installOpenSearch, SearchInstallError } from "./install.ts";

describe("installing OpenSearch", () => {
  const variables = ["PATH", "JAVA_HOME", "XDG_CACHE_HOME"] as const;
  const before = variables.map((name) => process.env[name]);
  let folder: string;

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), "install-"));
    // A machine without Java, Maven and a cache.
    process.env["PATH"] = folder;
    delete process.env["JAVA_HOME"];
    process.env["XDG_CACHE_HOME"] = folder;
  });

  afterEach(async () => {
    variables.forEach((name, index) => {
      if (before[index] === undefined) delete process.env[name];
      else process.env[name] = before[index];
    });
    await rm(folder, { recursive: true });
  });

  const command = async (name: string, script: string) => {
    await writeFile(join(folder, name), `#!/bin/sh\n${script}\n`);
    await chmod(join(folder, name), 0o755);
  };
  const java = (version: string) => command("java", `echo 'openjdk version "${version}"' >&2`);
  const fails = (message: RegExp) =>
    assert.rejects(
      installOpenSearch(() => {}),
      (error) => {
        assert.ok(error instanceof SearchInstallError);
        assert.match(error.message, message);
        return true;
      },
    );

  it("says that Java is missing, and how to install it", () =>
    fails(/needs Java 17 or newer; no Java was found[^]*apt-get install openjdk-17/));

  it("says that Java is too old", async () => {
    await java("11.0.2");

    await fails(/needs Java 17 or newer; java is version 11/);
  });

  it("says that Maven is missing, and how to install it", async () => {
    await java("17.0.15");

    await fails(/no `mvn` was found on PATH[^]*apt-get install maven/);
  });

  it("repeats Maven's error", async () => {
    await java("17.0.15");
    await command("mvn", "echo '[ERROR] Could not resolve dependencies'; exit 1");

    await fails(/could not be downloaded: \[ERROR\] Could not resolve/);
  });

  it("takes only jars with the listed contents", async () => {
    await java("21");
    await command(
      "mvn",
      'for last; do :; done; echo x > "${last#-DoutputDirectory=}/args4j-2.33.jar"',
    );

    await fails(/args4j-2\.33\.jar is not the expected file/);
  });
});
