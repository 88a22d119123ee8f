-- AlterTable
ALTER TABLE "engine_partition" ADD COLUMN     "actions" JSONB;

-- CreateTable
CREATE TABLE "systemic_risk" (
    "id" INTEGER NOT NULL DEFAULT 1,
    "revision" BIGINT NOT NULL,
    "state" JSONB NOT NULL,

    CONSTRAINT "systemic_risk_pkey" PRIMARY KEY ("id")
);
