import assert from "node:assert/strict";
import { outputLines, shownOutputs } from "./outputs.ts";

describe("a stack's outputs", () => {
  const outputs = {
    userPoolId: { value: "us-east-1_abc", secret: false },
    apiUrl: { value: "https://api.dev.example", secret: false },
    edgeSecrets: { value: ["s3cret"], secret: true },
    certificates: { value: { main: `-----BEGIN\n${"x".repeat(200)}` }, secret: false },
  };

  it("are sorted, without the values of secrets", () => {
    const shown = shownOutputs(outputs);

    assert.deepEqual(Object.keys(shown), ["apiUrl", "certificates", "edgeSecrets", "userPoolId"]);
    assert.equal(shown["edgeSecrets"], "[secret]");
    assert.ok(!JSON.stringify(shown).includes("s3cret"));
  });

  it("have a line each, which is not long", () => {
    const lines = outputLines(shownOutputs(outputs));

    assert.equal(lines[0], "apiUrl        https://api.dev.example");
    assert.equal(lines[2], "edgeSecrets   [secret]");
    assert.match(lines[1]!, /^certificates {2}\{"main":"-----BEGIN\\nx+…$/);
    assert.ok(lines.every((line) => line.length < 200 && !line.includes("\n")));
  });
});
