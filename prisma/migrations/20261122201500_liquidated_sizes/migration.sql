-- CreateTable
CREATE TABLE "engine_liquidated_size" (
    "partition" INTEGER NOT NULL,
    "instrument" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "size" DECIMAL NOT NULL,

    CONSTRAINT "engine_liquidated_size_pkey" PRIMARY KEY ("partition","instrument","at")
);
