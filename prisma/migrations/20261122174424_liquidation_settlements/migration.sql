-- CreateTable
CREATE TABLE "liquidation_settlement" (
    "case_id" TEXT NOT NULL,
    "settlement" INTEGER NOT NULL,
    "account_id" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "state" JSONB NOT NULL,

    CONSTRAINT "liquidation_settlement_pkey" PRIMARY KEY ("case_id","settlement")
);

-- CreateTable
CREATE TABLE "liquidation_allocation" (
    "case_id" TEXT NOT NULL,
    "settlement" INTEGER NOT NULL,
    "line" INTEGER NOT NULL,
    "side" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "account_id" TEXT,
    "asset" TEXT NOT NULL,
    "raw" DECIMAL NOT NULL,

    CONSTRAINT "liquidation_allocation_pkey" PRIMARY KEY ("case_id","settlement","line")
);

-- CreateIndex
CREATE INDEX "liquidation_settlement_account_id_idx" ON "liquidation_settlement"("account_id");

-- CreateIndex
CREATE INDEX "liquidation_allocation_account_id_idx" ON "liquidation_allocation"("account_id");
