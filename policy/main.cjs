require("./serve.cjs")();
