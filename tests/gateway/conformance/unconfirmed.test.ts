import { runTables } from "./runner.ts";
import { unconfirmed } from "./tables/unconfirmed.ts";

describe("API Gateway where nothing confirms what it does", () => runTables(unconfirmed));
