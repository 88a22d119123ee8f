-- AlterTable
ALTER TABLE "transfer" ADD COLUMN     "next_check_at" TIMESTAMPTZ(3),
ADD COLUMN     "punctuality" TEXT;

-- CreateTable
CREATE TABLE "layer_clock" (
    "chain" TEXT NOT NULL,
    "read_to" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "layer_clock_pkey" PRIMARY KEY ("chain")
);

-- CreateIndex
CREATE INDEX "transfer_destination_chain_next_check_at_idx" ON "transfer"("destination_chain", "next_check_at");

-- CreateIndex
CREATE INDEX "transfer_punctuality_transfer_id_idx" ON "transfer"("punctuality", "transfer_id");

-- Transfers that were under way before are looked at once their layer's clock is known.
UPDATE "transfer" SET "punctuality" = 'on-time', "next_check_at" = COALESCE("initiated_at", to_timestamp(0))
WHERE "stage" NOT IN ('finalised', 'expired', 'refunded');
