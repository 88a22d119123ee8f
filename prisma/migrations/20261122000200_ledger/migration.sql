-- CreateTable
CREATE TABLE "engine_partition" (
    "partition" INTEGER NOT NULL,
    "owner" TEXT,
    "epoch" BIGINT NOT NULL,
    "lease_expires_at" TIMESTAMPTZ(3),
    "price_seq" BIGINT NOT NULL,
    "policy_version" INTEGER,
    "policy" JSONB,

    CONSTRAINT "engine_partition_pkey" PRIMARY KEY ("partition")
);

-- CreateTable
CREATE TABLE "engine_cursor" (
    "partition" INTEGER NOT NULL,
    "topic" TEXT NOT NULL,
    "next_offset" BIGINT NOT NULL,

    CONSTRAINT "engine_cursor_pkey" PRIMARY KEY ("partition","topic")
);

-- CreateTable
CREATE TABLE "engine_price" (
    "partition" INTEGER NOT NULL,
    "symbol" TEXT NOT NULL,
    "price" DECIMAL NOT NULL,
    "time" TIMESTAMPTZ(3) NOT NULL,
    "source" TEXT NOT NULL,

    CONSTRAINT "engine_price_pkey" PRIMARY KEY ("partition","symbol")
);

-- CreateTable
CREATE TABLE "engine_account" (
    "account_id" TEXT NOT NULL,
    "partition" INTEGER NOT NULL,
    "desk_id" TEXT NOT NULL,
    "state" JSONB NOT NULL,
    "chains" TEXT[],
    "reported_band" TEXT,
    "reported_health" DECIMAL,
    "case_count" INTEGER NOT NULL,
    "open_case_id" TEXT,

    CONSTRAINT "engine_account_pkey" PRIMARY KEY ("account_id")
);

-- CreateTable
CREATE TABLE "liquidation_case" (
    "case_id" TEXT NOT NULL,
    "account_id" TEXT NOT NULL,
    "desk_id" TEXT NOT NULL,
    "stage" TEXT NOT NULL,
    "opened_at" TIMESTAMPTZ(3) NOT NULL,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,
    "state" JSONB NOT NULL,

    CONSTRAINT "liquidation_case_pkey" PRIMARY KEY ("case_id")
);

-- CreateTable
CREATE TABLE "account" (
    "account_id" TEXT NOT NULL,
    "desk_id" TEXT NOT NULL,
    "seq" BIGINT NOT NULL,

    CONSTRAINT "account_pkey" PRIMARY KEY ("account_id")
);

-- CreateTable
CREATE TABLE "wallet" (
    "address" TEXT NOT NULL,
    "account_id" TEXT NOT NULL,

    CONSTRAINT "wallet_pkey" PRIMARY KEY ("address")
);

-- CreateTable
CREATE TABLE "position" (
    "account_id" TEXT NOT NULL,
    "instrument" TEXT NOT NULL,
    "chain" TEXT NOT NULL,
    "size" DECIMAL NOT NULL,
    "entry_price" DECIMAL NOT NULL,

    CONSTRAINT "position_pkey" PRIMARY KEY ("account_id","instrument","chain")
);

-- CreateTable
CREATE TABLE "balance" (
    "ledger_account" TEXT NOT NULL,
    "asset" TEXT NOT NULL,
    "raw" DECIMAL(78,0) NOT NULL,
    "account_id" TEXT,
    "transfer_id" TEXT,

    CONSTRAINT "balance_pkey" PRIMARY KEY ("ledger_account","asset")
);

-- CreateTable
CREATE TABLE "posting" (
    "reference" TEXT NOT NULL,
    "ordinal" INTEGER NOT NULL,
    "asset" TEXT NOT NULL,
    "raw" DECIMAL(78,0) NOT NULL,
    "from_account" TEXT NOT NULL,
    "to_account" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "posting_pkey" PRIMARY KEY ("reference","ordinal")
);

-- CreateTable
CREATE TABLE "applied_log" (
    "log_id" TEXT NOT NULL,
    "chain" TEXT NOT NULL,
    "block_number" BIGINT NOT NULL,
    "block_hash" TEXT NOT NULL,

    CONSTRAINT "applied_log_pkey" PRIMARY KEY ("log_id")
);

-- CreateTable
CREATE TABLE "transfer" (
    "transfer_id" TEXT NOT NULL,
    "bridge" TEXT NOT NULL,
    "source_chain" TEXT,
    "destination_chain" TEXT,
    "stage" TEXT,
    "sender" TEXT,
    "recipient" TEXT,
    "initiated_at" TIMESTAMPTZ(3),
    "state" JSONB,

    CONSTRAINT "transfer_pkey" PRIMARY KEY ("transfer_id")
);

-- CreateTable
CREATE TABLE "dead_letter" (
    "id" TEXT NOT NULL,
    "topic" TEXT NOT NULL,
    "partition" INTEGER NOT NULL,
    "offset" BIGINT NOT NULL,
    "code" TEXT NOT NULL,
    "message" TEXT NOT NULL,
    "subject" TEXT,
    "body" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "status" TEXT NOT NULL DEFAULT 'waiting',
    "decided_by" TEXT,
    "decision_reason" TEXT,

    CONSTRAINT "dead_letter_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "operator_action" (
    "id" BIGSERIAL NOT NULL,
    "action" TEXT NOT NULL,
    "subject" TEXT NOT NULL,
    "by" TEXT NOT NULL,
    "reason" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "operator_action_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "replay_progress" (
    "replay" TEXT NOT NULL,
    "line" BIGINT NOT NULL,

    CONSTRAINT "replay_progress_pkey" PRIMARY KEY ("replay")
);

-- CreateTable
CREATE TABLE "outbox_event" (
    "id" BIGSERIAL NOT NULL,
    "stream" TEXT NOT NULL,
    "seq" BIGINT NOT NULL,
    "topic" TEXT NOT NULL,
    "key" TEXT NOT NULL,
    "type" TEXT NOT NULL,
    "payload" JSONB NOT NULL,
    "published" BOOLEAN NOT NULL DEFAULT false,

    CONSTRAINT "outbox_event_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "stream_head" (
    "stream" TEXT NOT NULL,
    "seq" BIGINT NOT NULL,

    CONSTRAINT "stream_head_pkey" PRIMARY KEY ("stream")
);

-- CreateTable
CREATE TABLE "policy_version" (
    "version" INTEGER NOT NULL,
    "status" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "document" JSONB NOT NULL,
    "proposed_by" TEXT NOT NULL,
    "proposed_at" TIMESTAMPTZ(3) NOT NULL,
    "activated_by" TEXT,
    "activated_at" TIMESTAMPTZ(3),

    CONSTRAINT "policy_version_pkey" PRIMARY KEY ("version")
);

-- CreateIndex
CREATE INDEX "engine_account_partition_idx" ON "engine_account"("partition");

-- CreateIndex
CREATE INDEX "engine_account_desk_id_account_id_idx" ON "engine_account"("desk_id", "account_id");

-- CreateIndex
CREATE INDEX "engine_account_reported_band_account_id_idx" ON "engine_account"("reported_band", "account_id");

-- CreateIndex
CREATE INDEX "engine_account_chains_idx" ON "engine_account" USING GIN ("chains");

-- CreateIndex
CREATE INDEX "liquidation_case_account_id_idx" ON "liquidation_case"("account_id");

-- CreateIndex
CREATE INDEX "liquidation_case_desk_id_stage_idx" ON "liquidation_case"("desk_id", "stage");

-- CreateIndex
CREATE INDEX "account_desk_id_account_id_idx" ON "account"("desk_id", "account_id");

-- CreateIndex
CREATE INDEX "wallet_account_id_idx" ON "wallet"("account_id");

-- CreateIndex
CREATE INDEX "balance_account_id_idx" ON "balance"("account_id");

-- CreateIndex
CREATE INDEX "balance_transfer_id_idx" ON "balance"("transfer_id");

-- CreateIndex
CREATE INDEX "posting_from_account_idx" ON "posting"("from_account");

-- CreateIndex
CREATE INDEX "posting_to_account_idx" ON "posting"("to_account");

-- CreateIndex
CREATE INDEX "applied_log_chain_block_number_idx" ON "applied_log"("chain", "block_number");

-- CreateIndex
CREATE INDEX "transfer_bridge_stage_idx" ON "transfer"("bridge", "stage");

-- CreateIndex
CREATE INDEX "transfer_sender_idx" ON "transfer"("sender");

-- CreateIndex
CREATE INDEX "transfer_recipient_idx" ON "transfer"("recipient");

-- CreateIndex
CREATE INDEX "dead_letter_status_id_idx" ON "dead_letter"("status", "id");

-- CreateIndex
CREATE INDEX "outbox_event_published_id_idx" ON "outbox_event"("published", "id");

-- CreateIndex
CREATE UNIQUE INDEX "outbox_event_stream_seq_key" ON "outbox_event"("stream", "seq");

-- AddForeignKey
ALTER TABLE "wallet" ADD CONSTRAINT "wallet_account_id_fkey" FOREIGN KEY ("account_id") REFERENCES "account"("account_id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "position" ADD CONSTRAINT "position_account_id_fkey" FOREIGN KEY ("account_id") REFERENCES "account"("account_id") ON DELETE RESTRICT ON UPDATE CASCADE;
