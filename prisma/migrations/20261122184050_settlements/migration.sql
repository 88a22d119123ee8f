-- CreateTable
CREATE TABLE "settlement" (
    "quote_id" TEXT NOT NULL,
    "account_id" TEXT NOT NULL,
    "accepted_at" TIMESTAMPTZ(3) NOT NULL,
    "is_open" BOOLEAN NOT NULL,
    "graph" JSONB NOT NULL,
    "state" JSONB NOT NULL,

    CONSTRAINT "settlement_pkey" PRIMARY KEY ("quote_id")
);

-- CreateTable
CREATE TABLE "claimed_resource" (
    "resource" TEXT NOT NULL,
    "raw" DECIMAL NOT NULL,

    CONSTRAINT "claimed_resource_pkey" PRIMARY KEY ("resource")
);

-- CreateTable
CREATE TABLE "settlement_reservation" (
    "quote_id" TEXT NOT NULL,
    "account_id" TEXT NOT NULL,
    "asset" TEXT NOT NULL,
    "raw" DECIMAL NOT NULL,

    CONSTRAINT "settlement_reservation_pkey" PRIMARY KEY ("quote_id","asset")
);

-- CreateTable
CREATE TABLE "settlement_transfer" (
    "transfer_id" TEXT NOT NULL,
    "quote_id" TEXT NOT NULL,

    CONSTRAINT "settlement_transfer_pkey" PRIMARY KEY ("transfer_id")
);

-- CreateIndex
CREATE INDEX "settlement_is_open_accepted_at_idx" ON "settlement"("is_open", "accepted_at");

-- CreateIndex
CREATE INDEX "settlement_account_id_quote_id_idx" ON "settlement"("account_id", "quote_id");

-- CreateIndex
CREATE INDEX "settlement_reservation_account_id_idx" ON "settlement_reservation"("account_id");

-- CreateIndex
CREATE INDEX "settlement_transfer_quote_id_idx" ON "settlement_transfer"("quote_id");
