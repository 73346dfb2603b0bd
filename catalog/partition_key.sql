-- The columns in the keys of partitioned tables, by number; 0 is an expression.
SELECT partrelid AS relation, partattrs AS columns FROM pg_partitioned_table
