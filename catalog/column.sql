-- Columns of tables and materialized views, dropped ones left out; whose they are is told by number (catalog/read.h). Those of
-- materialized views and of tables of extensions are only looked up, as are those of pg_attribute (reader_by_number() in catalog/read.h).
-- OIDs below 16384 are the system's own (transam.h).
-- What few columns have comes in one array (Rare in catalog/column.c), since there are very many columns.
SELECT a.attrelid, a.attnum, a.attname AS name, a.atttypid, a.atttypmod, a.attcollation, a.attnotnull AS not_null, a.attacl::text[] AS acl,
       CASE WHEN a.attcollation NOT IN (0, t.typcollation) OR n.conname IS NOT NULL OR a.attidentity <> '' OR a.attgenerated <> ''
              OR a.attstorage <> t.typstorage OR a.attcompression <> '' OR a.attstattarget >= 0 OR a.attoptions IS NOT NULL
              OR a.attfdwoptions IS NOT NULL OR NOT a.attislocal
            THEN ARRAY[CASE WHEN a.attcollation NOT IN (0, t.typcollation) THEN a.attcollation::regcollation::text END, n.conname::text,
                       a.attidentity::text, a.attgenerated::text, nullif(a.attstorage, t.typstorage)::text, a.attcompression::text,
                       nullif(a.attstattarget, -1)::text, a.attoptions::text, a.attfdwoptions::text, CASE WHEN NOT a.attislocal THEN 'yes' END,
                       CASE WHEN c.relispartition THEN 'yes' END] END AS rare
FROM pg_attribute a
JOIN pg_class c ON c.oid = a.attrelid
JOIN pg_type t ON t.oid = a.atttypid
LEFT JOIN pg_constraint n ON n.contype = 'n' AND n.conrelid = a.attrelid AND n.conkey[1] = a.attnum     -- since PostgreSQL 18
WHERE a.attnum > 0 AND NOT a.attisdropped AND c.relkind IN ('r', 'p', 'f', 'm') AND (a.attrelid >= 16384 OR a.attrelid = 'pg_attribute'::regclass)
