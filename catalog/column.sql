-- Columns of tables and materialized views, dropped ones left out; whose they are is told by number (catalog/read.h). Those of
-- materialized views and of tables of extensions are only looked up, as are those of pg_attribute (reader_by_number() in catalog/read.h).
-- OIDs below 16384 are the system's own (transam.h).
SELECT a.attrelid, a.attnum, a.attname AS name, a.atttypid, a.atttypmod, a.attcollation,
       CASE WHEN a.attcollation NOT IN (0, t.typcollation) THEN a.attcollation::regcollation::text END AS collation,
       a.attnotnull AS not_null, n.conname AS not_null_name, a.attidentity AS identity, a.attgenerated AS generated_kind,
       nullif(a.attstorage, t.typstorage) AS storage, a.attcompression AS compression, a.attstattarget AS statistics,
       a.attoptions AS options, a.attfdwoptions AS foreign_options, NOT a.attislocal AS inherited, c.relispartition AS partition, a.attacl::text[] AS acl
FROM pg_attribute a
JOIN pg_class c ON c.oid = a.attrelid
JOIN pg_type t ON t.oid = a.atttypid
LEFT JOIN pg_constraint n ON n.contype = 'n' AND n.conrelid = a.attrelid AND n.conkey[1] = a.attnum     -- since PostgreSQL 18
WHERE a.attnum > 0 AND NOT a.attisdropped AND c.relkind IN ('r', 'p', 'f', 'm') AND (a.attrelid >= 16384 OR a.attrelid = 'pg_attribute'::regclass)
