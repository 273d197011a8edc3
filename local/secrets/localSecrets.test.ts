import assert from "node:assert/strict";
import { chmod, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { LocalSecrets, requireSecrets } from "./index.ts";

const orders = { name: "local-orders", secrets: ["KEY"] };
const bigOrders = { name: "local-big-orders", secrets: ["KEY"] };

describe("secrets on this machine", () => {
  let root: string;
  let warnings: string[];

  beforeEach(async () => {
    root = await mkdtemp(join(tmpdir(), "secrets-"));
    warnings = [];
  });
  afterEach(() => rm(root, { recursive: true }));

  const read = async (text: string, mode = 0o600) => {
    await writeFile(join(root, ".env.local"), text);
    await chmod(join(root, ".env.local"), mode);
    return LocalSecrets.read(root, "local", (message) => warnings.push(message));
  };

  it("have the values of their owner in .env.local, and no others", async () => {
    const secrets = await read("ORDERS__KEY=a\nBIG_ORDERS__KEY=b\nORDERS__OTHER=c\nKEY=d\n");

    assert.deepEqual(secrets.of(orders), { KEY: "a" });
    assert.deepEqual(secrets.of(bigOrders), { KEY: "b" });
    assert.deepEqual(secrets.of({ name: "dev-orders", secrets: ["KEY"] }), {});
    assert.deepEqual(secrets.of({ name: "local-orders", secrets: [] }), {});
  });

  it("may be quoted, and have several lines", async () => {
    const secrets = await read(`# keys\nORDERS__KEY="one\ntwo = #3"\nBIG_ORDERS__KEY='a "b"'\n`);

    assert.deepEqual(secrets.of(orders), { KEY: "one\ntwo = #3" });
    assert.deepEqual(secrets.of(bigOrders), { KEY: 'a "b"' });
  });

  it("are required, all together, with the lines to add and without values", async () => {
    const secrets = await read("ORDERS__KEY=hunter2\nBIG_ORDERS__KEY=\n");
    const more = { name: "local-orders", secrets: ["KEY", "TOKEN"] };

    assert.throws(
      () => requireSecrets(secrets, [more, more, bigOrders]),
      ({ name, message }: Error) =>
        name === "MissingSecretsError" &&
        message.startsWith("2 secrets have no value") &&
        message.endsWith("\n  ORDERS__TOKEN=<value>\n  BIG_ORDERS__KEY=<value>") &&
        !message.includes("hunter2"),
    );
    requireSecrets(secrets, [orders]);
  });

  it("need no file if there are none", async () => {
    const secrets = await LocalSecrets.read(root, "local", assert.fail);

    requireSecrets(secrets, [{ name: "local-catalog", secrets: [] }]);
    assert.throws(() => requireSecrets(secrets, [orders]), /^MissingSecretsError: A secret has no/);
  });

  it("that other users can read are warned about", async () => {
    await read("ORDERS__KEY=a", 0o640);
    assert.match(warnings.join(), /chmod 600 \.env\.local/);

    warnings = [];
    await read("ORDERS__KEY=a", 0o600);
    assert.deepEqual(warnings, []);
  });
});
