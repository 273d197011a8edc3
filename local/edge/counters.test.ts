import assert from "node:assert/strict";
import { WorldEdge } from "./testing/worldEdge.ts";

// Whether a client is sent elsewhere is compared with records that are all healthy.
describe("the edge's counters", () => {
  const world = new WorldEdge();
  const two = { "us-east-1": {}, "eu-west-1": {} };
  const counted = async () => {
    const { edge, regions } = await world.status();
    return [edge, Object.values(regions).map(({ requests, errors }) => [requests, errors])];
  };

  it("count responses of 5xx as errors, others not", async () => {
    let status = 0;
    await world.start(two, () => (_, response) => void response.writeHead(status).end());

    for (status of [500, 502, 503, 504, 404, 429, 200]) await world.regionFor("us-east-1");

    assert.deepEqual(await counted(), [
      { requests: 7, failovers: 0 },
      [
        [7, 4],
        [0, 0],
      ],
    ]);
  });

  for (const [what, client] of [
    ["asks anew", {}],
    ["keeps its answer", { "x-palisade-client": "a" }],
  ] as const) {
    it(`count each request of a client that ${what} while its region is ill or drained`, async () => {
      await world.start(two, undefined, { speed: 600 });
      await world.regionFor("eu-west-1");
      world.ill.add("us-east-1");
      await world.until("us-east-1", false);

      const ill = [
        await world.regionFor("us-east-1", client),
        await world.regionFor("us-east-1", client),
        await world.regionFor("eu-west-1"),
      ];

      assert.deepEqual(ill, ["eu-west-1", "eu-west-1", "eu-west-1"]);
      assert.equal((await world.status()).edge.failovers, 2);
    });
  }

  it("count a request once that is sent on from a region that has ended", async () => {
    await world.start(two);
    world.kill("us-east-1");

    assert.equal(await world.regionFor("us-east-1"), "eu-west-1");
    assert.deepEqual(await counted(), [
      { requests: 1, failovers: 1 },
      [
        [1, 1],
        [1, 0],
      ],
    ]);
  });

  it("count requests to a drained region", async () => {
    await world.start(two);
    await world.control("us-east-1/drain");

    assert.equal(await world.regionFor("us-east-1"), "eu-west-1");
    assert.equal((await world.status()).edge.failovers, 1);
  });
});
