import assert from "node:assert/strict";
import { generateKeyPairSync, sign } from "node:crypto";
import { createAssertions } from "./assertion.ts";

const { privateKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
const call = { method: "GET", path: "/orders", user: {} };

/** Assertions of an instance whose requests to KMS the test answers itself. */
function frozenAssertions() {
  const clock = { now: 1_800_000_000_000 };
  const requests: (() => void)[] = [];
  const assertion = createAssertions({
    service: "orders",
    keyId: "1",
    now: () => clock.now,
    signWithKey: (message) =>
      new Promise((resolve) =>
        requests.push(() => resolve(sign("sha256", Buffer.from(message), privateKey))),
      ),
  });
  const delegationOf = async (assertion: Promise<string>) => (await assertion).split(".")[0];
  return { clock, requests, assertion: () => delegationOf(assertion(call, 1_000)) };
}

describe("the renewal of an instance's key", () => {
  it("delays no call while the present key is good, and is begun once", async () => {
    const { clock, requests, assertion } = frozenAssertions();
    const first = assertion();
    requests[0]!();
    const delegation = await first;

    clock.now += 2_700_000;
    assert.equal(await assertion(), delegation);
    assert.equal(await assertion(), delegation);
    assert.equal(requests.length, 2);
  });

  it("is not waited for if it was frozen with the instance, and does not replace a later one", async () => {
    const { clock, requests, assertion } = frozenAssertions();
    const first = assertion();
    requests[0]!();
    await first;
    clock.now += 2_700_000;
    await assertion();

    clock.now += 7_200_000;
    const afterwards = assertion();
    assert.equal(requests.length, 3);
    requests[2]!();
    const delegation = await afterwards;
    requests[1]!();
    assert.equal(await assertion(), delegation);
    assert.equal(await assertion(), delegation);
    assert.equal(requests.length, 3);
  });
});
