/* eslint-disable @typescript-eslint/no-require-imports */
require("../serve.cjs")("private-servers");
