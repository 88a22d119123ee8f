-- AlterTable
ALTER TABLE "conservation_position" ADD COLUMN     "opening" DECIMAL NOT NULL DEFAULT 0;

-- AlterTable: nothing tells where a reading that was kept before began, so its record begins with it.
ALTER TABLE "conservation_reading" ADD COLUMN     "since" TIMESTAMPTZ(3);
UPDATE "conservation_reading" SET "since" = "through";
ALTER TABLE "conservation_reading" ALTER COLUMN "since" SET NOT NULL;

-- CreateTable
CREATE TABLE "conservation_cursor" (
    "stream" TEXT NOT NULL,
    "seq" BIGINT NOT NULL,

    CONSTRAINT "conservation_cursor_pkey" PRIMARY KEY ("stream")
);

-- CreateTable
CREATE TABLE "chain_reading" (
    "chain" TEXT NOT NULL,
    "since" TIMESTAMPTZ(3) NOT NULL,
    "through" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "chain_reading_pkey" PRIMARY KEY ("chain")
);
