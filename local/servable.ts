import type { Resource } from "./graph/resource.ts";
import type { Unserved } from "./graph/replay.ts";
import { readArchive } from "./graph/archive.ts";
import { readRestApis, type RestApiModel } from "./gateway/index.ts";
import type { OpenApiDocument, Operation } from "./gateway/openapi.ts";
import { compileStage } from "./gateway/stage.ts";
import { functionType } from "./lambda/readFunctions.ts";
import { readServices, serviceType, startCommand } from "./services/index.ts";
