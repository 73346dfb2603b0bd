-- User mappings: one row each. The table itself is for superusers; the view shows options to those who may see them, and NULL to
-- others as where there are none: "known" is the view's own condition (catalog/system_views.sql).
SELECT m.umid AS oid, CASE WHEN m.umuser <> 0 THEN m.usename END AS role, m.srvname AS server, m.umoptions AS options,
       m.umuser <> 0 AND m.usename = current_user AND (pg_has_role(s.srvowner, 'USAGE') OR has_server_privilege(s.oid, 'USAGE'))
       OR m.umuser = 0 AND pg_has_role(s.srvowner, 'USAGE')
       OR (SELECT r.rolsuper FROM pg_roles r WHERE r.rolname = current_user) AS known
FROM pg_user_mappings m
JOIN pg_foreign_server s ON s.oid = m.srvid
WHERE m.umuser = 0 OR m.usename IS NOT NULL
