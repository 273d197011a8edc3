require("../serve.cjs")("private-servers");
