require("../serve.cjs")("guarded-api");
