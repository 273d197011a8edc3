require("../serve.cjs")("guarded-data");
