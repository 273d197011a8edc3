import assert from "node:assert/strict";
import type { CloudWatchClient, DescribeAlarmsCommand } from "@aws-sdk/client-cloudwatch";
import { ringingAlarms } from "./target.ts";

describe("ringingAlarms", () => {
  /** CloudWatch where these alarms ring; notes how many names each call has. */
  function cloudWatch(...ringing: string[]) {
    const calls: number[] = [];
    const send = async ({ input }: DescribeAlarmsCommand) => {
      const { AlarmNames = [], StateValue, MaxRecords = 50 } = input;
      assert.equal(StateValue, "ALARM");
      calls.push(AlarmNames.length);
      const found = ringing.filter((name) => AlarmNames.includes(name)).slice(0, MaxRecords);
      return { MetricAlarms: found.map((AlarmName) => ({ AlarmName })) };
    };
    return { client: { send } as unknown as CloudWatchClient, calls };
  }

  it("names those of the alarms that ring", async () => {
    const { client } = cloudWatch("errors", "somebody else's");

    assert.deepEqual(await ringingAlarms(client, ["errors", "latency"]), ["errors"]);
  });

  it("asks nobody where there are no alarms, which would mean all of the account's", async () => {
    const { client, calls } = cloudWatch("somebody else's");

    assert.deepEqual(await ringingAlarms(client, []), []);
    assert.deepEqual(calls, []);
  });

  it("asks for no more than CloudWatch takes at a time, and finds them all", async () => {
    const names = Array.from({ length: 250 }, (_, index) => `alarm-${index}`);
    const { client, calls } = cloudWatch(...names);

    assert.deepEqual(await ringingAlarms(client, names), names);
    assert.deepEqual(calls, [100, 100, 50]);
  });
});
