-- CreateTable
CREATE TABLE "proven_balance" (
    "account_id" TEXT NOT NULL,
    "asset" TEXT NOT NULL,
    "wallet" TEXT NOT NULL,
    "block_hash" TEXT NOT NULL,
    "chain" TEXT NOT NULL,
    "block_number" BIGINT NOT NULL,
    "state_root" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "raw" DECIMAL(78,0) NOT NULL,
    "slot" DECIMAL(78,0),
    "left_since" DECIMAL NOT NULL,
    "is_standing" BOOLEAN NOT NULL,

    CONSTRAINT "proven_balance_pkey" PRIMARY KEY ("account_id","asset","wallet","block_hash")
);

-- CreateIndex
CREATE INDEX "proven_balance_block_hash_idx" ON "proven_balance"("block_hash");

-- AddForeignKey
ALTER TABLE "proven_balance" ADD CONSTRAINT "proven_balance_account_id_fkey" FOREIGN KEY ("account_id") REFERENCES "account"("account_id") ON DELETE RESTRICT ON UPDATE CASCADE;
