require("../pack/start.cjs").startPack("private-servers");
