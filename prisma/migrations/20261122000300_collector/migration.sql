-- CreateTable
CREATE TABLE "collector_cursor" (
    "chain" TEXT NOT NULL,
    "next_block" BIGINT NOT NULL,
    "previous_hash" TEXT,

    CONSTRAINT "collector_cursor_pkey" PRIMARY KEY ("chain")
);
