-- CreateTable
CREATE TABLE "event_log_topic" (
    "topic" TEXT NOT NULL,
    "partitions" INTEGER NOT NULL,

    CONSTRAINT "event_log_topic_pkey" PRIMARY KEY ("topic")
);

-- CreateTable
CREATE TABLE "event_log_partition" (
    "topic" TEXT NOT NULL,
    "partition" INTEGER NOT NULL,
    "first_offset" BIGINT NOT NULL DEFAULT 0,
    "next_offset" BIGINT NOT NULL DEFAULT 0,

    CONSTRAINT "event_log_partition_pkey" PRIMARY KEY ("topic","partition")
);

-- CreateTable
CREATE TABLE "event_log_record" (
    "topic" TEXT NOT NULL,
    "partition" INTEGER NOT NULL,
    "offset" BIGINT NOT NULL,
    "key" TEXT NOT NULL,
    "value" TEXT NOT NULL,
    "headers" TEXT NOT NULL,
    "appended_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "event_log_record_pkey" PRIMARY KEY ("topic","partition","offset")
);

-- CreateTable
CREATE TABLE "event_log_member" (
    "group_name" TEXT NOT NULL,
    "member_id" TEXT NOT NULL,
    "topics" TEXT[],
    "lease_expires_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "event_log_member_pkey" PRIMARY KEY ("group_name","member_id")
);

-- CreateTable
CREATE TABLE "event_log_group_partition" (
    "group_name" TEXT NOT NULL,
    "topic" TEXT NOT NULL,
    "partition" INTEGER NOT NULL,
    "next_offset" BIGINT NOT NULL DEFAULT 0,
    "member_id" TEXT,
    "epoch" BIGINT NOT NULL DEFAULT 0,

    CONSTRAINT "event_log_group_partition_pkey" PRIMARY KEY ("group_name","topic","partition")
);

-- CreateIndex
CREATE INDEX "event_log_group_partition_topic_partition_idx" ON "event_log_group_partition"("topic", "partition");
