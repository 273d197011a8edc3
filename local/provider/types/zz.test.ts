import { readFileSync } from "node:fs";
import { accepted } from "../schema/testing/accepted.ts";
import { provide } from "../testing/provided.ts";
import { StubAws } from "../testing/stubs.ts";
import { awsKinds } from "./index.ts";
describe("zz", function () {
  this.timeout(100000);
  it("x", async () => {
    for (const type of Object.keys(awsKinds)) {
      if (!type.startsWith("aws:")) continue;
      const path = type.split(":")[1]!.replace(/^index\//, "");
      const text = readFileSync(`node_modules/@pulumi/aws/${path}.d.ts`, "utf8");
      const cls = type.split(":")[2]!;
      const body = text.slice(text.indexOf(`export declare class ${cls} `), text.indexOf(`export interface ${cls}State`));
      const outs = [...body.matchAll(/^    readonly (\w+): pulumi\.Output</gm)].map((m) => m[1]!);
      const args = new Set([...text.slice(text.indexOf(`export interface ${cls}Args`)).matchAll(/^    (\w+)\??:/gm)].map((m) => m[1]!));
      const only = outs.filter((o) => !args.has(o) && o !== "tagsAll");
      let have: string[] = [];
      let note = "";
      if (!accepted[type]) note = "NOINPUT";
      try {
        const r = await provide(new StubAws().context(), type, "it", { ...accepted[type] });
        have = Object.keys(r.outputs);
      } catch (e) { note += " ERR " + String(e).slice(0, 80); }
      const missing = only.filter((o) => !have.includes(o));
      console.log(type, missing.join(" "), note);
    }
  });
});
