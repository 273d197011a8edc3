import assert from "node:assert/strict";
import { cp, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { runCommand } from "../../project/testing/runCommand.ts";
import { run } from "./index.ts";

// tests/local/newParts.test.ts shows that what it writes works.

const services = fileURLToPath(new URL("../../services/catalog", import.meta.url));

const definition = `import { lambdaProxy } from "../components/api/index.ts";
import { definePlatform } from "../components/platform.ts";

export const platform = definePlatform({
  name: "Shop",
  services: {
    catalog: { directory: "services/catalog" }, // Read only.
  },
  routes: {
    "GET /health": lambdaProxy("catalog", { auth: "none" }),
    // Everybody's.
    "GET /catalog/{id}": lambdaProxy("catalog") // No comma.
  },
});
`;

describe("npm run new", () => {
  let folder: string;

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), "new-"));
    await cp(services, join(folder, "services/catalog"), { recursive: true });
    await mkdir(join(folder, "stacks"));
    await writeFile(join(folder, ".prettierrc.json"), '{ "printWidth": 100 }');
    await write("stacks/platform.ts", definition);
    const lock = { lockfileVersion: 3, packages: { "": {}, "node_modules/yaml": {} } };
    await write("package-lock.json", `${JSON.stringify(lock, null, 2)}\n`);
  });
  afterEach(() => rm(folder, { recursive: true }));

  const write = (path: string, text: string) => writeFile(join(folder, path), text);
  const read = (path: string) => readFile(join(folder, path), "utf8");
  const make = (...args: string[]) => runCommand(run, args, folder);

  async function succeeds(...args: string[]): Promise<string> {
    const { code, stdout, stderr } = await make(...args);
    assert.deepEqual([code, stderr], [0, ""]);
    return stdout;
  }

  it("adds to the definition, and keeps its format and comments", async () => {
    await succeeds("service", "invoices");
    await succeeds("function", "stock");
    await succeeds("function", "nightly", "--schedule", "rate(1 day)");

    assert.equal(
      await read("stacks/platform.ts"),
      `import { lambda, lambdaProxy } from "../components/api/index.ts";
import { definePlatform } from "../components/platform.ts";

export const platform = definePlatform({
  name: "Shop",
  services: {
    catalog: { directory: "services/catalog" }, // Read only.
invoices: { directory: "services/invoices" },
  },

functions: {
stock: { entry: "handlers/stock.ts" },
nightly: { entry: "handlers/nightly.ts", schedules: { timer: { expression: "rate(1 day)" } } },
},
  routes: {
    "GET /health": lambdaProxy("catalog", { auth: "none" }),
    // Everybody's.
    "GET /catalog/{id}": lambdaProxy("catalog"), // No comma.
"GET /invoices": lambdaProxy("invoices"),
"GET /stock": lambda("stock"),
  },
});
`,
    );
  });

  it("formats the definition, unless it has a format of its own", async () => {
    await write("stacks/platform.ts", definition.replace(" // No comma.", ", // A comma."));

    const printed = await succeeds("service", "invoices");

    assert.match(
      await read("stacks/platform.ts"),
      /^ {4}"GET \/catalog\/\{id\}": .*, \/\/ A comma\.\n {4}"GET \/invoices": lambdaProxy\("invoices"\),$/m,
    );
    assert.match(
      printed,
      /new +services\/invoices\/server\.js\n[^]*npm run call -- GET \/invoices\n/,
    );
    const { packages } = JSON.parse(await read("package-lock.json"));
    assert.deepEqual(packages["node_modules/invoices"], {
      resolved: "services/invoices",
      link: true,
    });
  });

  it("adds a handler for a route to the service, before one that would match it", async () => {
    await write(
      "services/catalog/routes.js",
      `export const routes = {\n  "/catalog/{id}": {\n    GET() {\n      return {};\n    },\n  },\n};\n`,
    );

    await succeeds("route", "GET /catalog/newest");
    await succeeds("route", "POST /catalog/{id}", "--service", "catalog");

    const text = await read("services/catalog/routes.js");
    assert.ok(text.indexOf('"/catalog/newest"') < text.indexOf('"/catalog/{id}"'), text);
    const { routes } = await import(`data:text/javascript,${encodeURIComponent(text)}`);
    assert.deepEqual(Object.keys(routes["/catalog/{id}"]), ["GET", "POST"]);
    const call = { params: { id: "1" }, caller: { sub: "ann" } };
    assert.deepEqual(routes["/catalog/{id}"].POST(call), { body: call });
  });

  it("says so if the service's own code must answer a route", async () => {
    await rm(join(folder, "services/catalog/routes.js"));

    const printed = await succeeds("route", "POST /catalog");

    assert.match(printed, /Have the service catalog answer POST \/catalog/);
  });

  it("prints the lines, and changes nothing, if the definition is not written as it knows", async () => {
    const own = definition.replace(/routes: \{[^]*?\n {2}\},/, "routes: ownRoutes(),");
    await write("stacks/platform.ts", own);

    const { code, stderr } = await make("service", "invoices");

    assert.equal(code, 1);
    assert.match(stderr, /Nothing was changed, because .* its routes are not written as \{ … \}/);
    assert.match(stderr, /in services: +invoices: \{ directory: "services\/invoices" \},\n/);
    assert.match(stderr, /in routes: +"GET \/invoices": lambdaProxy\("invoices"\),\n/);
    assert.equal(await read("stacks/platform.ts"), own);
    assert.deepEqual(await readdir(join(folder, "services")), ["catalog"]);
  });

  const refused: readonly [args: string, message: RegExp][] = [
    ["service Invoices", /"Invoices" is no name for a service\. Use 2 to 15 lower-case letters/],
    ["service testing", /"testing" is no name .* none of testing, runtime/],
    ["service catalog", /There is a service "catalog" already/],
    ["service yaml", /the name of an npm package/],
    ["function x", /"x" is no name for a function\. Use 2 to 24/],
    ["function late --schedule daily", /schedule expression "daily" is not valid/],
    ["function both --schedule daily --route GET_/both", /Use --route or --schedule/],
    ["route GET_/health", /There is a route "GET \/health" already/],
    ["route FETCH_/x", /"FETCH" is not a supported method/],
    ["route GET_/catalog/{name}", /it is the same route as "GET \/catalog\/\{id\}"/],
    ["route GET_/x --service shop", /There is no service "shop"\. Use one of: catalog\./],
    ["route GET_/x --function shop", /There is no function "shop"\. Make one: npm run new/],
    ["region eu-west-9", /--env/],
  ];
  for (const [args, message] of refused) {
    it(`refuses ${args}, and changes nothing`, async () => {
      const { code, stderr } = await make(...args.split(" ").map((word) => word.replace("_", " ")));

      assert.equal(code, 1);
      assert.match(stderr, message);
      assert.equal(await read("stacks/platform.ts"), definition);
    });
  }
});
