-- Memberships: one row for each pair of roles. From PostgreSQL 16 on there is a grant for each grantor, and options to inherit and to set;
-- what the creator of a role is granted on it by the server itself (by role 10, on itself) is no declaration and left out.
SELECT r.rolname AS role, m.rolname AS member, bool_or(a.admin_option) AS admin,
       bool_or((to_jsonb(a) ->> 'inherit_option')::bool) AS "inherit", bool_or((to_jsonb(a) ->> 'set_option')::bool) AS set,
       CASE WHEN current_setting('server_version_num')::int >= 160000 THEN array_agg(g.rolname ORDER BY g.rolname) END AS grantors
FROM pg_auth_members a
JOIN pg_roles r ON r.oid = a.roleid
JOIN pg_roles m ON m.oid = a.member
LEFT JOIN pg_roles g ON g.oid = a.grantor
WHERE NOT (a.grantor = 10 AND m.rolname = current_user AND a.admin_option AND to_jsonb(a) ->> 'set_option' = 'false')
GROUP BY r.rolname, m.rolname
