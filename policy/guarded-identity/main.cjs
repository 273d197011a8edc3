require("../serve.cjs")("guarded-identity");
