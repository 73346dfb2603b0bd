/*
 * Foreign tables that the server may have to ask another server about only to plan a query, or whose conditions a plan may not
 * show: all but those of file_fdw, and of postgres_fdw without remote estimates, which says all in its "Remote SQL".
 */
SELECT n.nspname::text AS schema, c.relname::text AS name
FROM pg_catalog.pg_foreign_table f
JOIN pg_catalog.pg_class c ON c.oid = f.ftrelid
JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
JOIN pg_catalog.pg_foreign_server s ON s.oid = f.ftserver
JOIN pg_catalog.pg_foreign_data_wrapper w ON w.oid = s.srvfdw
LEFT JOIN pg_catalog.pg_proc h ON h.oid = w.fdwhandler
WHERE h.proname IS NULL OR h.proname NOT IN ('file_fdw_handler', 'postgres_fdw_handler')
   OR EXISTS (SELECT FROM (SELECT * FROM pg_catalog.pg_options_to_table(f.ftoptions)
                           UNION ALL SELECT * FROM pg_catalog.pg_options_to_table(s.srvoptions)) AS o
              WHERE o.option_name = 'use_remote_estimate' AND o.option_value NOT IN ('false', 'off', '0', 'no'))
