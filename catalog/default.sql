-- Defaults of columns of tables, and expressions of generated columns; whose they are is told by number. A default has no columns in
-- it (no Var node), and without them the server need not look at the table.
SELECT oid, adrelid AS relation, adnum AS number, pg_get_expr(adbin, CASE WHEN position('{VAR ' IN adbin::text) > 0 THEN adrelid ELSE 0 END) AS value
FROM pg_attrdef
WHERE adrelid >= 16384
