-- Triggers: one row each, without those that constraints bring and those that partitions have of their parent.
-- tgargs holds each argument with a zero byte behind it; hexadecimal digits carry any byte.
SELECT t.oid, n.nspname AS schema, c.relname AS parent, t.tgname AS name, d.description AS comment, t.tgtype::int AS type,
       k.columns, encode(t.tgargs, 'hex') AS arguments, t.tgenabled AS enabled, t.tgconstraint <> 0 AS "constraint",
       t.tgdeferrable AS deferrable, t.tginitdeferred AS initially_deferred, t.tgoldtable AS old_table, t.tgnewtable AS new_table,
       nullif(f.nspname, 'pg_catalog') AS function_schema, p.proname AS function, fn.nspname AS from_schema, fc.relname AS from_table,
       CASE WHEN t.tgqual IS NOT NULL THEN pg_get_triggerdef(t.oid) END AS definition, t.tgqual IS NOT NULL AS has_when
FROM pg_trigger t
JOIN pg_class c ON c.oid = t.tgrelid
JOIN pg_namespace n ON n.oid = c.relnamespace
JOIN pg_proc p ON p.oid = t.tgfoid
JOIN pg_namespace f ON f.oid = p.pronamespace
LEFT JOIN pg_class fc ON fc.oid = t.tgconstrrelid
LEFT JOIN pg_namespace fn ON fn.oid = fc.relnamespace
LEFT JOIN LATERAL (
    SELECT array_agg(a.attname ORDER BY u.place) AS columns
    FROM unnest(t.tgattr) WITH ORDINALITY AS u (number, place)
    JOIN pg_attribute a ON a.attrelid = t.tgrelid AND a.attnum = u.number
) k ON t.tgattr <> ''
LEFT JOIN pg_description d ON d.objoid = t.oid AND d.classoid = 'pg_trigger'::regclass AND d.objsubid = 0
LEFT JOIN pg_depend e ON e.classid = 'pg_class'::regclass AND e.objid = c.oid AND e.objsubid = 0 AND e.refclassid = 'pg_extension'::regclass AND e.deptype = 'e'
LEFT JOIN pg_depend m ON m.classid = 'pg_trigger'::regclass AND m.objid = t.oid AND m.refclassid = 'pg_extension'::regclass AND m.deptype = 'e'
WHERE NOT t.tgisinternal AND t.tgparentid = 0 AND e.objid IS NULL AND m.objid IS NULL
  AND n.nspname NOT IN ('pg_catalog', 'information_schema', 'hcmigrate') AND n.nspname !~ '^pg_(toast|temp)'
