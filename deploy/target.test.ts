import assert from "node:assert/strict";
import type { CloudWatchClient, DescribeAlarmsCommand } from "@aws-sdk/client-cloudwatch";
import { firingAlarms } from "./target.ts";

describe("firingAlarms", () => {
  /** A fake CloudWatch in which these alarms fire. Records the number of names in each call. */
  function cloudWatch(...ringing: string[]) {
    const calls: number[] = [];
    const send = async ({ input }: DescribeAlarmsCommand) => {
      const { AlarmNames = [], AlarmTypes = ["MetricAlarm"], StateValue, MaxRecords = 50 } = input;
      assert.equal(StateValue, "ALARM");
      calls.push(AlarmNames.length);
      const found = ringing.filter((name) => AlarmNames.includes(name)).slice(0, MaxRecords);
      const isRegion = (name: string) => name.endsWith("-region");
      const described = (names: string[]) => names.map((AlarmName) => ({ AlarmName }));
      return {
        MetricAlarms: described(found.filter((name) => !isRegion(name))),
        CompositeAlarms: AlarmTypes.includes("CompositeAlarm")
          ? described(found.filter(isRegion))
          : [],
      };
    };
    return { client: { send } as unknown as CloudWatchClient, calls };
  }

  it("returns the firing alarms", async () => {
    const { client } = cloudWatch("errors", "somebody else's");

    assert.deepEqual(await firingAlarms(client, ["errors", "latency"]), ["errors"]);
  });

  it("returns the alarm of the whole region, which is a composite one", async () => {
    const { client } = cloudWatch("dev-region", "errors");

    assert.deepEqual(await firingAlarms(client, ["dev-region", "errors"]), [
      "dev-region",
      "errors",
    ]);
  });

  it("sends no request without alarm names, which would return all of the account's alarms", async () => {
    const { client, calls } = cloudWatch("somebody else's");

    assert.deepEqual(await firingAlarms(client, []), []);
    assert.deepEqual(calls, []);
  });

  it("splits many alarms into requests of CloudWatch's maximum size", async () => {
    const names = Array.from({ length: 250 }, (_, index) => `alarm-${index}`);
    const { client, calls } = cloudWatch(...names);

    assert.deepEqual(await firingAlarms(client, names), names);
    assert.deepEqual(calls, [100, 100, 50]);
  });
});
