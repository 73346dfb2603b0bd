-- Text search configurations: one row each, and the dictionaries of each sort of token.
SELECT t.oid, n.nspname AS schema, t.cfgname AS base, pg_get_userbyid(t.cfgowner) AS owner, c.description AS comment,
       ARRAY['PARSER = ' || CASE WHEN pn.nspname = 'pg_catalog' THEN '' ELSE quote_ident(pn.nspname) || '.' END || quote_ident(p.prsname)] AS options,
       m.item_keys, m.item_values
FROM pg_ts_config t
JOIN pg_namespace n ON n.oid = t.cfgnamespace
JOIN pg_ts_parser p ON p.oid = t.cfgparser
JOIN pg_namespace pn ON pn.oid = p.prsnamespace
LEFT JOIN LATERAL (
    SELECT array_agg(k.token) AS item_keys, array_agg(k.dictionaries) AS item_values
    FROM (SELECT quote_ident(s.alias) AS token, string_agg(d.mapdict::regdictionary::text, ', ' ORDER BY d.mapseqno) AS dictionaries
          FROM pg_ts_config_map d
          JOIN ts_token_type(t.cfgparser) s ON s.tokid = d.maptokentype
          WHERE d.mapcfg = t.oid
          GROUP BY s.alias) k
) m ON true
LEFT JOIN pg_description c ON c.classoid = 'pg_ts_config'::regclass AND c.objoid = t.oid AND c.objsubid = 0
WHERE n.nspname NOT LIKE 'pg\_%' AND n.nspname NOT IN ('information_schema', 'hcmigrate')
  AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.classid = 'pg_ts_config'::regclass AND d.objid = t.oid AND d.deptype = 'e')
