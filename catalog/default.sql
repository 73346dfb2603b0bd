-- Defaults of columns of tables, and expressions of generated columns; whose they are is told by number. A default has no columns in
-- it, and without them the server need not look at the table.
SELECT d.oid, d.adrelid AS relation, d.adnum AS number,
       pg_get_expr(d.adbin, CASE WHEN g.attrelid IS NULL THEN 0 ELSE d.adrelid END) AS value
FROM pg_attrdef d
LEFT JOIN (SELECT attrelid, attnum FROM pg_attribute WHERE attgenerated <> '') AS g ON g.attrelid = d.adrelid AND g.attnum = d.adnum
WHERE d.adrelid >= 16384
