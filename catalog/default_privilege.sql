-- Default privileges: one row each.
SELECT d.oid, r.rolname AS role, n.nspname AS schema, d.defaclobjtype AS objects, d.defaclacl::text[] AS items
FROM pg_default_acl d
JOIN pg_roles r ON r.oid = d.defaclrole
LEFT JOIN pg_namespace n ON n.oid = d.defaclnamespace
