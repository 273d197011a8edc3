import { runTables } from "./runner.ts";
import { tables } from "./tables/index.ts";

describe("API Gateway's documented behavior", () => runTables(tables));
