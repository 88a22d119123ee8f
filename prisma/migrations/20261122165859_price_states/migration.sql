-- AlterTable
ALTER TABLE "engine_price" ADD COLUMN "state" JSONB;

-- Until now one quote was all that was known of a symbol: it is the mark.
UPDATE "engine_price" SET "state" = jsonb_build_object(
  'schema', 'causeway.price-state/1',
  'symbol', "symbol",
  'quotes', jsonb_build_array(jsonb_build_object(
    'symbol', "symbol",
    'price', "price"::text,
    'time', (extract(epoch FROM "time") * 1000)::bigint,
    'source', "source"
  )),
  'mark', jsonb_build_object(
    'price', "price"::text,
    'time', (extract(epoch FROM "time") * 1000)::bigint,
    'confidence', '0',
    'sources', jsonb_build_array("source")
  ),
  'average', jsonb_build_object(
    'price', "price"::text,
    'until', (extract(epoch FROM "time") * 1000)::bigint
  )
);

ALTER TABLE "engine_price" ALTER COLUMN "state" SET NOT NULL, DROP COLUMN "source";
