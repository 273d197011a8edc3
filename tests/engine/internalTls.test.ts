import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { DeployedProject } from "../support/deployedProject.ts";

const stack = "world-us-east-1";

interface Event {
  readonly resourcePreEvent?: { readonly metadata: { readonly op: string; readonly urn: string } };
  readonly resOutputsEvent?: { readonly metadata: { readonly op: string; readonly urn: string } };
}

describe("a service that moves to HTTPS on the real engine", function () {
  this.timeout(180_000);
  let deployed: DeployedProject;

  before(async function () {
    deployed = await DeployedProject.start(this, ["us-east-1"]);
    await deployed.addEnvironment("world");
    await deployed.init(stack);
    await deployed.succeed("up", stack);
  });
  after(() => deployed?.close());

  /** Beginnings and ends of an update's operations, in order. */
  const operations = async () => {
    const log = join(deployed.project.folder, "events.json");
    const debug = { PULUMI_DEBUG_COMMANDS: "true" };
    await deployed.succeedWith(debug, "up", stack, "--event-log", log);
    const lines = (await readFile(log, "utf8")).trim().split("\n");
    return lines.flatMap((line) => {
      const { resourcePreEvent, resOutputsEvent } = JSON.parse(line) as Event;
      const event = resourcePreEvent ?? resOutputsEvent;
      if (!event || event.metadata.op === "same") return [];
      const { op, urn } = event.metadata;
      const [types, name] = urn.split("::").slice(-2);
      const type = types!.split(/[:$]/).at(-1);
      return [`${resourcePreEvent ? "begin" : "end"} ${op} ${type} ${name}`];
    });
  };

  it("gets its new listener, name and rules before functions use them, and loses the old ones last", async () => {
    await deployed.replace(
      `stacks/Pulumi.${stack}.yaml`,
      "config:\n",
      "config:\n  palisade:internalTls: true\n",
    );

    const order = await operations();

    const at = (operation: string) => {
      assert.ok(order.includes(operation), `${operation}:\n${order.join("\n")}`);
      return order.indexOf(operation);
    };
    const moved = [
      at("begin update Function world-orders-proxy"),
      at("end update Function world-orders-proxy"),
    ] as const;
    for (const earlier of [
      "end create Listener world-orders-tls",
      "end create Record world-internal-orders",
      "end create SecurityGroupEgressRule world-orders-proxy-to-service-tls",
      "end create SecurityGroupIngressRule world-orders-proxy-from-proxy-tls",
    ]) {
      assert.ok(at(earlier) < moved[0], earlier);
    }
    for (const later of [
      "begin delete Listener world-orders",
      "begin delete SecurityGroupEgressRule world-orders-proxy-to-service",
      "begin delete SecurityGroupIngressRule world-orders-proxy-from-proxy",
    ]) {
      assert.ok(at(later) > moved[1], later);
    }
    assert.deepEqual(
      order.filter((operation) => /replace/.test(operation)),
      [],
    );
  });

  it("changes nothing the next time", async () => {
    assert.deepEqual(await deployed.changes(stack), []);
  });
});
