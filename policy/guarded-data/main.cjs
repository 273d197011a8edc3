require("../pack/start.cjs").startPack("guarded-data");
