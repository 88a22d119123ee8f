-- AlterTable
ALTER TABLE "applied_log" ADD COLUMN     "leg_of" TEXT;

-- AlterTable
ALTER TABLE "wallet" ADD COLUMN     "linked_at" BIGINT NOT NULL DEFAULT 0;

-- CreateTable
CREATE TABLE "followed_chain" (
    "chain" TEXT NOT NULL,
    "status" TEXT NOT NULL,
    "latest" BIGINT NOT NULL,
    "safe" BIGINT NOT NULL,
    "finalised" BIGINT NOT NULL,
    "settled" BIGINT,
    "start" BIGINT NOT NULL,
    "tip_number" BIGINT NOT NULL,
    "tip_hash" TEXT NOT NULL,
    "reorgs" INTEGER NOT NULL,
    "wanted" TEXT,
    "missing_from" BIGINT,
    "missing_to" BIGINT,
    "contradiction" TEXT,
    "partition" INTEGER NOT NULL,
    "offset" BIGINT NOT NULL,

    CONSTRAINT "followed_chain_pkey" PRIMARY KEY ("chain")
);

-- CreateTable
CREATE TABLE "chain_block" (
    "chain" TEXT NOT NULL,
    "hash" TEXT NOT NULL,
    "number" BIGINT NOT NULL,
    "parent_hash" TEXT NOT NULL,
    "is_canonical" BOOLEAN NOT NULL,

    CONSTRAINT "chain_block_pkey" PRIMARY KEY ("chain","hash")
);

-- CreateTable
CREATE TABLE "ledger_step" (
    "step_id" TEXT NOT NULL,
    "ordinal" BIGSERIAL NOT NULL,
    "kind" TEXT NOT NULL,
    "reference" TEXT,
    "accounts" TEXT[],
    "transfer_id" TEXT,
    "transfer_before" JSONB,
    "chain" TEXT,
    "block_number" BIGINT,
    "block_hash" TEXT,
    "event" JSONB,
    "topic" TEXT,
    "partition" INTEGER,
    "offset" BIGINT,
    "body" TEXT,

    CONSTRAINT "ledger_step_pkey" PRIMARY KEY ("step_id")
);

-- CreateIndex
CREATE INDEX "chain_block_chain_number_idx" ON "chain_block"("chain", "number");

-- CreateIndex
CREATE UNIQUE INDEX "ledger_step_ordinal_key" ON "ledger_step"("ordinal");

-- CreateIndex
CREATE INDEX "ledger_step_block_hash_idx" ON "ledger_step"("block_hash");

-- CreateIndex
CREATE INDEX "ledger_step_chain_block_number_idx" ON "ledger_step"("chain", "block_number");
