import assert from "node:assert/strict";
import { get } from "node:http";
import { text } from "node:stream/consumers";
import { host } from "./testing/world.ts";
import { WorldEdge } from "./testing/worldEdge.ts";

const two = { "us-east-1": {}, "eu-west-1": {} };

/** Fast enough that a test can wait for a check. */
const fast = { speed: 1_000 };

describe("the edge of regions with a domain", () => {
  const world = new WorldEdge();

  const ask = (path: string, hostName: string): Promise<{ status?: number; body: string }> =>
    new Promise((resolve) => {
      get(`${world.url}${path}`, { headers: { host: hostName } }, (response) => {
        void text(response).then((body) => resolve({ status: response.statusCode!, body }));
      });
    });

  for (const [name, expected] of [
    [host, "us-east-1"],
    [`${host}:8080`, "us-east-1"],
    [`${host.toUpperCase()}.`, "us-east-1"],
    [`eu-west-1.${host}`, "eu-west-1"],
    ["localhost:8080", "us-east-1"],
    ["elsewhere.example", "us-east-1"],
  ] as const) {
    it(`sends Host ${name} to ${expected}, without a stage in the path`, async () => {
      await world.start(two);

      assert.equal((await ask("/orders?a=1", name)).body, `${expected} /live/orders?a=1`);
    });
  }

  it("responds as API Gateway does if the region has no such domain name", async () => {
    await world.start(two);

    // Clients do not use this name: it is where records of other regions lead.
    const { status, body } = await ask("/orders", `at-eu-west-1.${host}`);

    assert.deepEqual([status, body], [403, '{"message":"Forbidden"}']);
  });

  for (const resourcePath of ["/helth", "/he lth\r\n"]) {
    it(`sends nobody to a region whose health check asks for ${JSON.stringify(resourcePath)}`, async () => {
      const mistake = { endpoint: { resourcePath } };
      await world.start({ ...two, "eu-west-1": mistake }, undefined, fast);

      await world.until("eu-west-1", false);

      assert.equal(await world.regionFor("eu-west-1"), "us-east-1");
    });
  }

  it("sends nobody to a region whose health check asks another region", async () => {
    const mistake = { endpoint: { fqdn: `us-east-1.${host}` } };
    await world.start({ ...two, "eu-west-1": mistake }, undefined, fast);
    world.ill.add("us-east-1");

    await world.until("eu-west-1", false);

    // All are ill now, so all count.
    assert.equal(await world.regionFor("eu-west-1"), "eu-west-1");
  });

  it("takes a region out while it is ill, and back", async () => {
    await world.start(two, undefined, fast);
    world.ill.add("eu-west-1");
    await world.until("eu-west-1", false);
    const meanwhile = await world.regionFor("eu-west-1");
    world.ill.delete("eu-west-1");
    await world.until("eu-west-1", true);

    assert.equal(meanwhile, "us-east-1");
    assert.equal(await world.regionFor("eu-west-1"), "eu-west-1");
  });

  it("takes a slow region out: its checks are too late", async () => {
    await world.start(two, undefined, fast);

    assert.equal((await world.control("eu-west-1/slow?ms=2000")).status, 200);
    await world.until("eu-west-1", false);

    assert.equal(await world.regionFor("eu-west-1"), "us-east-1");
    await world.control("eu-west-1/slow?ms=0");
    await world.until("eu-west-1", true);
  });

  it("checks a started region at once, and believes the checks only", async () => {
    await world.start(two);
    for (const [ill, expected] of [
      [true, false],
      [false, true],
    ] as const) {
      if (ill) world.ill.add("eu-west-1");
      else world.ill.delete("eu-west-1");
      await world.control("eu-west-1/stop");
      await world.control("eu-west-1/start");

      assert.equal((await world.status()).regions["eu-west-1"]?.healthy, expected);
    }
  });

  it("drains a region and takes it back, and does not drain the last one", async () => {
    await world.start(two);
    const seen: (string | null)[] = [];
    for (const action of ["eu-west-1/drain", "us-east-1/drain", "us-east-1/undrain"]) {
      await world.control(action);
      seen.push(await world.regionFor("eu-west-1"));
    }

    assert.deepEqual(seen, ["us-east-1", "eu-west-1", "us-east-1"]);
    const { regions, domain } = await world.status();
    assert.deepEqual(
      ["us-east-1", "eu-west-1"].map((region) => [
        regions[region]!.healthy,
        regions[region]!.drained,
      ]),
      [
        [true, undefined],
        [false, true],
      ],
    );
    assert.equal(domain.checks.find(({ id }) => id === "eu-west-1")?.healthy, false);
  });

  it("keeps the answer of a client that names itself", async () => {
    await world.start(two);
    const client = { "x-palisade-client": "phone" };
    const before = await world.regionFor("eu-west-1", client);
    await world.control("eu-west-1/drain");

    assert.equal(before, "eu-west-1");
    assert.equal(await world.regionFor("eu-west-1", client), "eu-west-1", "until the TTL ends");
    assert.equal(await world.regionFor("eu-west-1"), "us-east-1");
    assert.equal(await world.regionFor("eu-west-1", { "x-palisade-client": "new" }), "us-east-1");
  });

  it("asks anew after the TTL", async () => {
    // 60 s become 60 ms.
    await world.start(two, undefined, fast);
    const client = { "x-palisade-client": "phone" };
    await world.regionFor("eu-west-1", client);
    await world.control("eu-west-1/drain");

    while ((await world.regionFor("eu-west-1", client)) !== "us-east-1");
  });

  it("shares the clients of a region as its weights say", async () => {
    const shift = { to: "eu-west-1", percent: 20 };
    await world.start({ ...two, "us-east-1": { shift } });
    const counts: Record<string, number> = {};
    for (let n = 0; n < 100; n++) {
      const region = (await world.regionFor("us-east-1"))!;
      counts[region] = (counts[region] ?? 0) + 1;
    }

    assert.deepEqual(counts, { "us-east-1": 80, "eu-west-1": 20 });
  });

  it("shows records and checks with their state", async () => {
    await world.start(two);

    const { domain } = await world.status();

    assert.equal(domain.name, host);
    assert.deepEqual(
      domain.records.filter(({ name, type }) => name === host && type === "A"),
      ["us-east-1", "eu-west-1"].map((region) => ({
        name: host,
        type: "A",
        setIdentifier: region,
        region,
        alias: `d-${host}.execute-api.${region}.amazonaws.com`,
        healthCheckId: region,
        healthy: true,
      })),
    );
    assert.deepEqual(
      domain.checks.map(({ id }) => id),
      ["us-east-1", "eu-west-1"].flatMap((region) => [
        `${region}-shallow`,
        `${region}-deep`,
        region,
      ]),
    );
  });
});
