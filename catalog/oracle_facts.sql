/*
 * What a plan may hide, or a search path may change: for catalog/oracle.
 *
 * inlinable: in SQL, so that the body may take the place of a call. foldable: immutable and not in C, so that a value may.
 * changeable: not in C. alone: the only one of its name in the schema, with the types of its arguments. takes_over: of
 * exactly the types that a polymorphic one of pg_catalog with the same name is for, so that a text which means the latter
 * means this one as soon as its schema is in the search path. builtin: pg_catalog has the name too. Casts: those whose function is not in C; a cast is
 * explicit ('e') or may come without a word in the text (by assignment 'a', implicit 'i').
 */
WITH polymorphic (type, array_only, array_never, of_type) AS (
    SELECT t.oid,
           t.typname IN ('anyarray', 'anycompatiblearray'), t.typname IN ('anynonarray', 'anycompatiblenonarray'),
           CASE WHEN t.typname = 'anyenum' THEN 'e' WHEN t.typname IN ('anyrange', 'anycompatiblerange') THEN 'r'
                WHEN t.typname IN ('anymultirange', 'anycompatiblemultirange') THEN 'm' END
    FROM pg_catalog.pg_type t
    WHERE t.typnamespace = 'pg_catalog'::regnamespace AND t.typtype = 'p' AND t.typname LIKE 'any%'
), builtin (name, operator, arguments, takes_any) AS (
    SELECT p.proname, false, p.proargtypes::oid[], p.provariadic <> 0
    FROM pg_catalog.pg_proc p
    WHERE p.pronamespace = 'pg_catalog'::regnamespace
      AND (p.provariadic <> 0 OR p.proargtypes::oid[] && ARRAY(SELECT type FROM polymorphic))
    UNION ALL
    SELECT o.oprname, true, ARRAY[o.oprleft, o.oprright], false
    FROM pg_catalog.pg_operator o
    WHERE o.oprnamespace = 'pg_catalog'::regnamespace
      AND (o.oprleft IN (SELECT type FROM polymorphic) OR o.oprright IN (SELECT type FROM polymorphic))
), other (schema, name, operator, arguments, inlinable, foldable, changeable, types, takes_more) AS (
    SELECT n.nspname, p.proname, false, p.proargtypes::oid[], l.lanname = 'sql' AND p.prokind = 'f',
           p.provolatile = 'i' AND p.prokind = 'f' AND l.lanname NOT IN ('internal', 'c'), l.lanname NOT IN ('internal', 'c'),
           ARRAY(SELECT (SELECT t.typname::text FROM pg_catalog.pg_type t
                         WHERE t.oid = CASE WHEN p.provariadic <> 0 AND a.position = p.pronargs THEN p.provariadic ELSE a.type END)
                 FROM unnest(p.proargtypes) WITH ORDINALITY AS a (type, position)
                 ORDER BY a.position)::text, p.provariadic <> 0
    FROM pg_catalog.pg_proc p
    JOIN pg_catalog.pg_namespace n ON n.oid = p.pronamespace
    JOIN pg_catalog.pg_language l ON l.oid = p.prolang
    WHERE n.nspname <> 'pg_catalog'
    UNION ALL
    SELECT n.nspname, o.oprname, true, ARRAY[o.oprleft, o.oprright], l.lanname = 'sql',
           p.provolatile = 'i' AND l.lanname NOT IN ('internal', 'c'), l.lanname NOT IN ('internal', 'c'), NULL, false
    FROM pg_catalog.pg_operator o
    JOIN pg_catalog.pg_namespace n ON n.oid = o.oprnamespace
    JOIN pg_catalog.pg_proc p ON p.oid = o.oprcode
    JOIN pg_catalog.pg_language l ON l.oid = p.prolang
    WHERE n.nspname <> 'pg_catalog'
), takeover (schema, name, operator) AS (
    SELECT DISTINCT o.schema, o.name, o.operator
    FROM other o
    JOIN builtin b ON b.name = o.name AND b.operator = o.operator
    WHERE b.takes_any
       OR (cardinality(b.arguments) = cardinality(o.arguments)
           AND NOT EXISTS (
               SELECT FROM unnest(b.arguments, o.arguments) AS pair (wanted, given)
               LEFT JOIN polymorphic p ON p.type = pair.wanted
               LEFT JOIN pg_catalog.pg_type t ON t.oid = pair.given
               WHERE pair.wanted <> pair.given
                 AND NOT COALESCE(t.typtype = 'p'
                                  OR (p.type IS NOT NULL AND (NOT p.array_only OR t.typcategory = 'A')
                                      AND (NOT p.array_never OR t.typcategory <> 'A') AND (p.of_type IS NULL OR t.typtype::text = p.of_type)), false)))
)
SELECT CASE WHEN o.operator THEN 'operator' ELSE 'routine' END AS sort, o.schema::text, o.name::text,
       bool_or(o.inlinable) AS inlinable, bool_or(o.foldable) AS foldable, bool_or(o.changeable) AS changeable,
       count(*) = 1 AS alone, min(o.types) AS types, bool_or(o.takes_more) AS takes_more,
       bool_or(t.name IS NOT NULL) AS takes_over,
       CASE WHEN o.operator THEN EXISTS (SELECT FROM pg_catalog.pg_operator b WHERE b.oprname = o.name AND b.oprnamespace = 'pg_catalog'::regnamespace)
            ELSE EXISTS (SELECT FROM pg_catalog.pg_proc b WHERE b.proname = o.name AND b.pronamespace = 'pg_catalog'::regnamespace) END AS builtin,
       NULL::text AS context
FROM other o
LEFT JOIN takeover t ON t.schema = o.schema AND t.name = o.name AND t.operator = o.operator
GROUP BY o.operator, o.schema, o.name
UNION ALL
SELECT 'cast', n.nspname, t.typname, true, true, true, false, NULL, false, false, false, c.castcontext::text
FROM pg_catalog.pg_cast c
JOIN pg_catalog.pg_proc p ON p.oid = c.castfunc
JOIN pg_catalog.pg_language l ON l.oid = p.prolang
JOIN pg_catalog.pg_type t ON t.oid = c.casttarget
JOIN pg_catalog.pg_namespace n ON n.oid = t.typnamespace
WHERE c.castmethod = 'f' AND l.lanname NOT IN ('internal', 'c') AND p.pronamespace <> 'pg_catalog'::regnamespace
