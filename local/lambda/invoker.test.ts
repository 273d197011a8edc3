import assert from "node:assert/strict";
import { createInvoker } from "./index.ts";
import { TestFunctions } from "./testing/functions.ts";

const arnOf = (name: string) => `arn:aws:lambda:us-east-1:123456789012:function:${name}`;

describe("an invoker", () => {
  const functions = new TestFunctions();
  afterEach(() => functions.removeAll());

  const create = async () =>
    createInvoker([
      await functions.create("export const handler = async () => 'orders';"),
      await functions.create("export const handler = async () => 'catalog';", {
        arn: arnOf("catalog"),
      }),
    ]);

  it("finds a function by its ARN, with or without a qualifier", async () => {
    const invoke = await create();

    const results = [
      await invoke(arnOf("orders"), "{}"),
      await invoke(arnOf("catalog"), "{}"),
      await invoke(`${arnOf("catalog")}:live`, "{}"),
    ];

    assert.deepEqual(
      results.map(({ payload }) => payload),
      ['"orders"', '"catalog"', '"catalog"'],
    );
  });

  it("finds only the functions of a role for that role", async () => {
    const orders = await functions.create("export const handler = async () => 'orders';");
    const invoke = createInvoker([], (role) => (role === "r" ? [orders] : []));

    assert.equal((await invoke(arnOf("orders"), "{}", "r")).payload, '"orders"');
    await assert.rejects(invoke(arnOf("orders"), "{}", "other"), { status: 404 });
    await assert.rejects(invoke(arnOf("orders"), "{}"), { status: 404 });
  });

  it("refuses unknown functions", async () => {
    const invoke = await create();

    await assert.rejects(invoke(arnOf("order"), "{}"), {
      name: "LambdaServiceError",
      code: "ResourceNotFoundException",
      status: 404,
    });
  });
});
