/**
 * The files of a new service but its runtime, by path.
 *
 * @param image - the line of its Dockerfile with the image
 */
export const serviceFiles = (name: string, image: string): Record<string, string> => ({
  ".dockerignore": "node_modules\n**/*.test.js\nDockerfile\n.dockerignore\nREADME.md\n",
  Dockerfile: `${image}
ENV NODE_ENV=production
WORKDIR /app
COPY . .
USER node
EXPOSE 8080
CMD ["node", "server.js"]
`,
  "README.md": `# ${name}

\`GET /${name}\` names the caller. \`GET /health\` needs no caller. The service needs \`AWS_REGION\`, and no permission in AWS.
`,
  "package.json": `${JSON.stringify(
    {
      name,
      version: "0.1.0",
      private: true,
      license: "Apache-2.0",
      type: "module",
      engines: { node: ">=20.19" },
      scripts: { start: "node server.js" },
    },
    null,
    2,
  )}\n`,
  "routes.js": `// @ts-check
/** @import { Routes } from "./runtime/router.js" */

/** @returns {Routes} */
export function createRoutes() {
  return {
    "/${name}": {
      GET({ caller }) {
        return { body: { service: "${name}", caller } };
      },
    },
  };
}
`,
  "server.js": `// @ts-check
import { createRoutes } from "./routes.js";
import { assertionCheck, listenAddress, required } from "./runtime/environment.js";
import { run } from "./runtime/lifecycle.js";
import { createLog } from "./runtime/log.js";
import { createService } from "./runtime/service.js";

const service = "${name}";
const region = required("AWS_REGION", "the AWS region that the service runs in");
const log = createLog({ service, region });

const routes = createRoutes();
const checkAssertion = assertionCheck();
const server = createService({ service, region, routes, log, checkAssertion });
await run(server, { ...listenAddress(), log });
`,
  "routes.test.js": `// @ts-check
import assert from "node:assert/strict";
import { json, listen } from "../testing/loopback.js";
import { createRoutes } from "./routes.js";
import { stop } from "./runtime/lifecycle.js";
import { createService } from "./runtime/service.js";

describe("the service ${name}", () => {
  const server = createService({
    service: "${name}",
    region: "eu-west-1",
    routes: createRoutes(),
    log: () => {},
  });
  let url = "";
  before(async () => {
    url = await listen(server);
  });
  after(() => stop(server));

  it("names the caller", async () => {
    const response = await fetch(\`\${url}/${name}\`, { headers: { "x-user-sub": "ann" } });

    const { service, caller } = await json(response);
    assert.deepEqual([response.status, service, caller.sub], [200, "${name}", "ann"]);
  });
});
`,
});
