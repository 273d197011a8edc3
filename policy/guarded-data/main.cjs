/* eslint-disable @typescript-eslint/no-require-imports */
require("../serve.cjs")("guarded-data");
