require("../pack/start.cjs").startPack("guarded-api");
