-- What is said of single columns of indexes: options of the operator class, statistics targets. Other relations' are left out later.
SELECT a.attrelid AS oid, a.attnum AS n, a.attoptions AS opclass_options, nullif(a.attstattarget, -1) AS statistics
FROM pg_attribute a
JOIN pg_class c ON c.oid = a.attrelid AND c.relkind IN ('i', 'I')
WHERE a.attrelid >= 16384 AND a.attnum > 0 AND (a.attoptions IS NOT NULL OR coalesce(a.attstattarget, -1) <> -1)
