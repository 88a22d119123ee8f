-- CreateTable
CREATE TABLE "conservation_message" (
    "message_key" TEXT NOT NULL,
    "source_chain" TEXT NOT NULL,
    "due_read" TIMESTAMPTZ(3),
    "patience_end" TIMESTAMPTZ(3),
    "state" JSONB NOT NULL,

    CONSTRAINT "conservation_message_pkey" PRIMARY KEY ("message_key")
);

-- CreateTable
CREATE TABLE "conservation_alert" (
    "alert_id" TEXT NOT NULL,
    "message_key" TEXT NOT NULL,
    "bridge" TEXT NOT NULL,
    "status" TEXT NOT NULL,
    "severity" TEXT NOT NULL,
    "state" JSONB NOT NULL,

    CONSTRAINT "conservation_alert_pkey" PRIMARY KEY ("alert_id")
);

-- CreateTable
CREATE TABLE "conservation_position" (
    "bridge" TEXT NOT NULL,
    "asset" TEXT NOT NULL,
    "locked" DECIMAL NOT NULL,
    "burned" DECIMAL NOT NULL,
    "minted" DECIMAL NOT NULL,
    "released" DECIMAL NOT NULL,
    "in_flight" DECIMAL NOT NULL,
    "fees" DECIMAL NOT NULL,
    "awaiting" DECIMAL NOT NULL,
    "unexplained" DECIMAL NOT NULL,

    CONSTRAINT "conservation_position_pkey" PRIMARY KEY ("bridge","asset")
);

-- CreateTable
CREATE TABLE "conservation_reading" (
    "chain" TEXT NOT NULL,
    "through" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "conservation_reading_pkey" PRIMARY KEY ("chain")
);

-- CreateTable
CREATE TABLE "conservation_clock" (
    "id" INTEGER NOT NULL,
    "now" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "conservation_clock_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "engine_frozen_bridge" (
    "partition" INTEGER NOT NULL,
    "bridge" TEXT NOT NULL,

    CONSTRAINT "engine_frozen_bridge_pkey" PRIMARY KEY ("partition","bridge")
);

-- CreateIndex
CREATE INDEX "conservation_message_source_chain_due_read_idx" ON "conservation_message"("source_chain", "due_read");

-- CreateIndex
CREATE INDEX "conservation_message_patience_end_idx" ON "conservation_message"("patience_end");

-- CreateIndex
CREATE INDEX "conservation_alert_message_key_idx" ON "conservation_alert"("message_key");

-- CreateIndex
CREATE INDEX "conservation_alert_bridge_alert_id_idx" ON "conservation_alert"("bridge", "alert_id");

-- CreateIndex
CREATE INDEX "conservation_alert_status_alert_id_idx" ON "conservation_alert"("status", "alert_id");
