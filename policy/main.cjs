require("./pack/start.cjs").startPack();
