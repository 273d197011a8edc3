import { runTables } from "./runner.ts";
import { unconfirmed } from "./tables/unconfirmed.ts";

describe("API Gateway's unconfirmed behavior", () => runTables(unconfirmed));
