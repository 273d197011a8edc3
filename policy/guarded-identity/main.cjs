require("../pack/start.cjs").startPack("guarded-identity");
