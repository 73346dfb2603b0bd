-- Defaults of columns of tables, and expressions of generated columns; whose they are is told by number.
SELECT oid, adrelid AS relation, adnum AS number, pg_get_expr(adbin, adrelid) AS value
FROM pg_attrdef
WHERE adrelid >= 16384
