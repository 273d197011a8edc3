import assert from "node:assert/strict";
import { regionCommand } from "./testing/regionCommand.ts";

describe("npm run region -- list", () => {
  const command = regionCommand();

  it("shows the regions, the home region first", async () => {
    await command.project.writeRegion("eu-west-1", "10.1.0.0/16", "palisade:canary: true");

    const { code, stdout } = await command.run("list --env dev");

    assert.equal(code, 0);
    assert.equal(
      stdout,
      `region             zones  range        production  traffic
us-east-1  home    a b    10.0.0.0/16  no          on
eu-west-1  canary  a b    10.1.0.0/16  no          on
`,
    );
  });

  it("prints JSON in one line for workflows", async () => {
    const { stdout } = await command.run("list --env dev --json");

    assert.match(stdout, /^\{.*\}\n$/);
    assert.deepEqual(JSON.parse(stdout), {
      environment: "dev",
      home: "us-east-1",
      regions: ["us-east-1", "eu-west-1"],
      others: ["eu-west-1"],
      edge: false,
      stacks: [
        { name: "dev-us-east-1", region: "us-east-1" },
        { name: "dev-eu-west-1", region: "eu-west-1" },
      ],
    });
  });

  it("refuses stack files that do not agree", async () => {
    const file = (await command.project.read("dev-eu-west-1")).replace(
      "homeRegion: us-east-1",
      "homeRegion: eu-west-1",
    );
    await command.project.write("dev-eu-west-1", file);

    await command.refuses("list --env dev", /one region must be home/);
  });
});
