-- CreateTable
CREATE TABLE "collector_block" (
    "chain" TEXT NOT NULL,
    "number" BIGINT NOT NULL,
    "hash" TEXT NOT NULL,

    CONSTRAINT "collector_block_pkey" PRIMARY KEY ("chain","number")
);
