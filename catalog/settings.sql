-- Settings that sessions of this database, or of a role in any, start with: one row for each pair. Both NULL: all roles everywhere.
SELECT r.rolname AS role, d.datname AS database, s.setconfig AS "values"
FROM pg_db_role_setting s
LEFT JOIN pg_roles r ON r.oid = s.setrole
LEFT JOIN pg_database d ON d.oid = s.setdatabase
WHERE (s.setdatabase = 0 OR d.datname = current_database()) AND (s.setrole = 0 OR r.rolname IS NOT NULL)
